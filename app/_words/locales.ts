/** The languages that there is a catalogue of, each by its own name. The first is for who reads none of them. */
export const localeNames = { en: "English", "zh-CN": "简体中文" } as const;

export type Locale = keyof typeof localeNames;

export const locales: readonly Locale[] = ["en", "zh-CN"];

/** The cookie that holds the language somebody has chosen. */
export const LOCALE_COOKIE = "coinwright-locale";
