/** Whether a server says of itself that something it needs is down. */
export async function isIll(url: string): Promise<boolean> {
  const answer = await fetch(`${url}/api/health`).catch(() => null);
  await answer?.body?.cancel();
  return answer?.status === 503;
}
