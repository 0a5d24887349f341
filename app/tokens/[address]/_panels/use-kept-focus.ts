import { useEffect, useRef } from "react";

/** Keeps the focus where a person was: once what they have used is gone, the part of the page that it was in has it. */
export function useKeptFocus() {
  const ref = useRef<HTMLDivElement>(null);
  const wasInside = useRef(false);
  useEffect(() => {
    const place = ref.current;
    if (!place) return;
    // Whichever of the parts inside takes it away: an element that is gone tells nobody that it had the focus.
    const observer = new MutationObserver(() => {
      if (wasInside.current && document.activeElement === document.body) place.focus({ preventScroll: true });
    });
    observer.observe(place, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, []);
  return {
    ref,
    tabIndex: -1,
    onFocus: () => (wasInside.current = true),
    onBlur: () => (wasInside.current = false),
  };
}
