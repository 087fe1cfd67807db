import { fromField, monthOf } from "./time";

/** A question such as `support-bot 3 mar 14:00`: about what, and at which time. */
export interface Ask {
  subject: string;
  at: string;
}

const WORDS = /^(.*?)\s*\b(\d{1,2})(?:er)?\s+(\p{L}+)\.?(?:\s+(\d{4}))?,?\s+(\d{1,2}):(\d{2})$/iu;
const DIGITS = /^(.*?)\s*\b(\d{4})-(\d{2})-(\d{2})[ T](\d{1,2}):(\d{2})$/;

const two = (text: string | number) => String(text).padStart(2, "0");

/** The time at the end of what was typed, in the reader's zone. Without a year the last such day is meant. */
export function askOf(text: string, zone: string, now: Date): Ask | null {
  const digits = DIGITS.exec(text.trim());
  if (digits) {
    const [, subject = "", year, month, day, hour = "", minute] = digits;
    const at = fromField(`${year}-${month}-${day}T${two(hour)}:${minute}`, zone);
    return at === null ? null : { subject, at };
  }
  const words = WORDS.exec(text.trim());
  if (!words) return null;
  const [, subject = "", day = "", name = "", year, hour = "", minute] = words;
  const month = monthOf(name);
  if (month === null) return null;
  const inYear = (of: number) => fromField(`${of}-${two(month)}-${two(day)}T${two(hour)}:${minute}`, zone);
  const this_ = now.getUTCFullYear();
  const at = inYear(year ? Number(year) : this_);
  if (at === null) return null;
  const ahead = !year && new Date(at) > now ? inYear(this_ - 1) : at;
  return ahead === null ? null : { subject, at: ahead };
}

const POSITION = /^@?\s*(\d[\d\s\u2009\u202f]*)$/;

/** What `known` of an address carries for a typed log position (`@18 422`) or time; null when it is neither. */
export function knownOf(text: string, zone: string, now: Date): string | null {
  const digits = POSITION.exec(text.trim())?.[1]?.replace(/\D/g, "");
  if (digits && digits.length <= 12) return `@${digits}`;
  const ask = askOf(text, zone, now);
  if (ask && ask.subject === "") return ask.at;
  return fromField(text.trim().replace(" ", "T"), zone);
}
