const gap = "\u00a0"; // no-break space: a number stays with its unit

/** `0.967` → `96.7 %`; below 1 % two significant digits, so a small chance stays visible: `0.0025` → `0.25 %`. */
export function percent(share: number): string {
  if (!Number.isFinite(share)) return "–";
  const text =
    share < 0.01 ? String(Number((100 * share).toPrecision(2))) : (100 * share).toFixed(1).replace(/\.0$/, "");
  return `${text}${gap}%`;
}

/** `32149` → `32,149`. */
export function count(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** `0.00012345` → `1.23e-4`; three significant digits, however large or small. */
export function figure(value: number | undefined): string {
  if (value === undefined) return "–";
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not a number" : value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
  return value.toLocaleString("en-US", { maximumSignificantDigits: Math.max(3, Math.ceil(Math.log10(size + 1))) });
}

/** `1` → `1 clip`, `2000` → `2,000 clips`. */
export function counted(value: number, singular: string, plural = `${singular}s`): string {
  return `${count(value)}${gap}${value === 1 ? singular : plural}`;
}

/** `272` → `4 min 32 s`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  if (hours > 0) return `${hours}${gap}h ${minutes}${gap}min`;
  if (minutes > 0) return `${minutes}${gap}min ${whole % 60}${gap}s`;
  return seconds < 10 ? `${seconds.toFixed(1)}${gap}s` : `${whole}${gap}s`;
}

/** `2026-03-01 12:30 UTC`. */
export function instant(date: Date): string {
  return `${date.toISOString().slice(0, 16).replace("T", " ")}${gap}UTC`;
}
