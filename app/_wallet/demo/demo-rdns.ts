/** What the demo wallet announces itself by (EIP-6963). */
export const DEMO_RDNS = "app.coinwright.demo";
