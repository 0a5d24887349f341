/** Whether the tests that take long are run too, and the others look at everything. */
export const isDeep = process.env["E2E_DEEP"] !== undefined;
