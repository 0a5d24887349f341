import { startTransition, useEffect, useState } from "react";

/**
 * Whether the page is looked at: its tab is in front. False until the browser has taken over. What hangs on it is no
 * answer to a person, so it is drawn when there is time.
 */
export function useVisible(): boolean {
  const [isVisible, setIsVisible] = useState(false);
  useEffect(() => {
    const look = () => startTransition(() => setIsVisible(document.visibilityState === "visible"));
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return isVisible;
}
