export default function Page() { return <main>Coinwright</main>; }
