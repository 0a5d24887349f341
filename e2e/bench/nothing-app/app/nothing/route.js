/** The least that a route of Next.js can do: what any answer costs that goes through it. */
export const POST = () => Response.json({});
