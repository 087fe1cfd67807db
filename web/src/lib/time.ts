/** Every way the console writes a time. Nothing else formats one. */
import { type Language, language } from "./language";

export const UTC = "UTC";

/** How a language writes a day. */
interface Calendar {
  locale: string;
  date: (day: string | undefined) => string;
  month: (name: string | undefined) => string;
}

const CALENDARS: Record<Language, Calendar> = {
  // `Sept` is the only month that British English writes with four letters.
  en: { locale: "en-GB", date: (day = "") => day, month: (name = "") => name.slice(0, 3) },
  fr: { locale: "fr-FR", date: (day = "") => (day === "1" ? "1er" : day), month: (name = "") => name },
};
const own = CALENDARS[language];

export function readerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || UTC;
}

/** Seven zones and the reader's own are enough for a switch. */
export function zoneChoices(): string[] {
  const common = [
    UTC,
    "Europe/Paris",
    "Europe/London",
    "America/New_York",
    "America/Los_Angeles",
    "Asia/Kolkata",
    "Asia/Tokyo",
  ];
  return [...new Set([readerZone(), ...common])];
}

function parts(instant: string | number | Date, zone: string, options: Intl.DateTimeFormatOptions) {
  const format = new Intl.DateTimeFormat(own.locale, { timeZone: zone, hourCycle: "h23", ...options });
  const found: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const part of format.formatToParts(new Date(instant))) found[part.type] = part.value;
  return found;
}

const DAY = { day: "numeric", month: "short", year: "numeric" } as const;

const dayAndMonth = ({ day, month }: { day?: string; month?: string }) =>
  `${own.date(day)} ${own.month(month)}`;

/** `3 Mar 2026`, `1er mars 2026` */
export function day(instant: string | number | Date, zone: string): string {
  const p = parts(instant, zone, DAY);
  return `${dayAndMonth(p)} ${p.year}`;
}

/** Without accents and capitals. */
const bare = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function monthsIn(locale: string): string[] {
  const format = new Intl.DateTimeFormat(locale, { month: "long", timeZone: UTC });
  return Array.from({ length: 12 }, (_, month) => bare(format.format(Date.UTC(2026, month))));
}

const LETTERS_MIN = 3;

/**
 * Which month, 1 to 12, a name or its beginning means; null when it means none, or one of several.
 * The reader's language comes first, English is always understood.
 */
export function monthOf(typed: string): number | null {
  if (typed.length < LETTERS_MIN) return null;
  const meant = [own.locale, CALENDARS.en.locale]
    .map((locale) =>
      monthsIn(locale).flatMap((name, index) => (name.startsWith(bare(typed)) ? [index + 1] : [])),
    )
    .find((months) => months.length === 1);
  return meant?.[0] ?? null;
}

/** Whether a text is a day of the calendar, `2026-03-03`. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** `3 Mar` */
export function dayOfYear(instant: string | number | Date, zone: string): string {
  return dayAndMonth(parts(instant, zone, DAY));
}

/** `14:00` or `14:00:07` */
export function clock(instant: string | number | Date, zone: string, seconds = false): string {
  const p = parts(instant, zone, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
  return seconds ? `${p.hour}:${p.minute}:${p.second}` : `${p.hour}:${p.minute}`;
}

/** `3 Mar 2026, 14:00:07` */
export function full(instant: string | number | Date, zone: string): string {
  return `${day(instant, zone)}, ${clock(instant, zone, true)}`;
}

/** `3 Mar 2026, 14:00` */
export function minute(instant: string | number | Date, zone: string): string {
  return `${day(instant, zone)}, ${clock(instant, zone)}`;
}

/** `Paris, UTC+1` */
export function zoneLabel(zone: string, now: Date = new Date()): string {
  if (zone === UTC) return UTC;
  const city = zone.split("/").at(-1)?.replaceAll("_", " ") ?? zone;
  const offset = parts(now, zone, { timeZoneName: "shortOffset" }).timeZoneName ?? "GMT";
  return `${city}, ${offset.replace("GMT", "UTC").replace("-", "\u2212")}`;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY_MS = 24 * HOUR;

export interface Span {
  amount: number;
  unit: "s" | "min" | "h" | "d";
  past: boolean;
}

/** The largest unit that says it: 41 s, 12 min, 3 h, 5 d. */
export function span(from: string | number | Date, to: string | number | Date): Span {
  const difference = new Date(to).getTime() - new Date(from).getTime();
  const size = Math.abs(difference);
  const past = difference < 0;
  if (size < MINUTE) return { amount: Math.floor(size / 1000), unit: "s", past };
  if (size < HOUR) return { amount: Math.floor(size / MINUTE), unit: "min", past };
  if (size < 2 * DAY_MS) return { amount: Math.floor(size / HOUR), unit: "h", past };
  return { amount: Math.floor(size / DAY_MS), unit: "d", past };
}

/** Relative forms stand beside the date for a week, then the date stands alone. */
export function isRecent(instant: string, now: Date): boolean {
  return Math.abs(now.getTime() - new Date(instant).getTime()) < 7 * DAY_MS;
}

export function utcIso(instant: string | number | Date): string {
  return new Date(instant).toISOString().replace(/\.\d+Z$/, "Z");
}

export function before(instant: Date, days: number): Date {
  return new Date(instant.getTime() - days * DAY_MS);
}

/** What a `datetime-local` field holds, read as a time in the zone. */
export function fromField(text: string, zone: string): string | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  if (!match) return null;
  const [year, mon, date, hour, min, sec] = match.slice(1).map((part) => Number(part ?? 0));
  const asUtc = Date.UTC(year ?? 0, (mon ?? 1) - 1, date, hour, min, sec ?? 0);
  // Two steps settle every zone, also across a change of its offset.
  let guess = asUtc - offsetAt(asUtc, zone);
  guess = asUtc - offsetAt(guess, zone);
  return utcIso(guess);
}

export function toField(instant: string | number | Date, zone: string): string {
  return new Date(new Date(instant).getTime() + offsetAt(new Date(instant).getTime(), zone))
    .toISOString()
    .slice(0, 19);
}

/** Milliseconds that the zone is ahead of UTC at that instant. */
export function offsetAt(instant: number, zone: string): number {
  const p = parts(instant, zone, {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const [y, mo, d, h, mi, s] = [p.year, p.month, p.day, p.hour, p.minute, p.second].map(Number);
  return Date.UTC(y ?? 0, (mo ?? 1) - 1, d, h, mi, s) - Math.floor(instant / 1000) * 1000;
}
