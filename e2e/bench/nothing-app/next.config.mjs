/** None of what the project sets: no headers, no proxy, nothing that is done at start. */
export default { poweredByHeader: false };
