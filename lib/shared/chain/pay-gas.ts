/** What `Checkout.pay` takes for a first payment, with some room. */
export const PAY_GAS = 60_000n;
