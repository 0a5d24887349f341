/** What is ordered wherever it does not matter what. */
export const coin = { name: "Copper Penny", symbol: "PENNY", supply: "1000000" };

/** Somebody else, of whom nothing is known. */
export const FAR = "0x000000000000000000000000000000000000dEaD";

/** Of the test's server, in seconds: when a payment may be taken back, and how long a price holds. */
export const REFUND_DELAY = 3_600;
export const OFFER_SECONDS = 900;
