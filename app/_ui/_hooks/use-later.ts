import { useEffect, useState } from "react";

/** Whether something has gone on for so long. @param isGoing while it does; it begins anew with each time */
export function useLater(ms: number, isGoing = true): boolean {
  const [isLater, setIsLater] = useState(false);
  useEffect(() => {
    if (!isGoing) return;
    const timer = setTimeout(() => setIsLater(true), ms);
    return () => {
      clearTimeout(timer);
      setIsLater(false);
    };
  }, [ms, isGoing]);
  return isLater;
}
