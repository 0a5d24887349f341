const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" rx="9" fill="#17633f"/><rect x="8" y="12" width="24" height="17" rx="3.5" fill="#fffdf7"/><path d="M8 16.5h24" stroke="#17633f" stroke-width="2"/><circle cx="26.5" cy="22.8" r="2.6" fill="#9a4818"/></svg>`;

export const demoIcon = `data:image/svg+xml,${encodeURIComponent(svg)}` as const;
