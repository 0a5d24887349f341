import { clsx, type ClassValue } from "clsx";

/** Joins class names. What a control looks like is in the layer of components, so that any class given to it wins. */
export function cn(...classes: ClassValue[]): string {
  return clsx(classes);
}
