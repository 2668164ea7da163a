/** Windows takes these for devices, in any case and with any ending. */
const device = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(\.|$)/i;
/** What a name cannot hold there; the last ones are control characters. */
const forbidden = /[<>:"|?*\\\p{Cc}]/u;

/**
 * Why a file or folder cannot have this name on every system that learners have, as the end of a sentence that begins
 * with it; null when it can.
 */
export function nameComplaint(name: string): string | null {
  if (device.test(name)) return 'is the name of a device on Windows';
  const [character] = forbidden.exec(name) ?? [];
  if (character !== undefined) return `holds ${JSON.stringify(character)}, which no name on Windows can`;
  if (/[. ]$/.test(name)) return 'ends in a dot or a blank, which Windows drops';
  if (name !== name.normalize('NFC')) return 'holds letters that macOS may put together in another way';
  return null;
}

/** What keeps the names in paths (with forward slashes) from lying on every system, a sentence each. */
export function nameComplaints(paths: Iterable<string>): string[] {
  const complaints = new Set<string>();
  for (const whole of allPaths(paths)) {
    const name = whole.slice(whole.lastIndexOf('/') + 1);
    const complaint = nameComplaint(name);
    if (complaint !== null) complaints.add(`${whole}: '${name}' ${complaint}. Call it something else.`);
  }
  return [...complaints];
}

/** Which paths (with forward slashes, of one folder) are one where cases are not told apart, a sentence each. */
export function twinComplaints(paths: Iterable<string>): string[] {
  /** By the name as such systems see it: how it is written. */
  const written = new Map<string, string>();
  const complaints: string[] = [];
  for (const whole of allPaths(paths)) {
    const folded = whole.normalize('NFC').toLowerCase();
    const other = written.get(folded);
    if (other === undefined) written.set(folded, whole);
    else {
      const pair = `${other} and ${whole} are one and the same on Windows and macOS`;
      complaints.push(`${pair}. Give them names that differ in more than their case.`);
    }
  }
  return complaints;
}

/** The paths with the folders on their way, each once. */
function allPaths(paths: Iterable<string>): Set<string> {
  const all = new Set<string>();
  for (const path of paths) {
    const names = path.split('/');
    for (const index of names.keys()) all.add(names.slice(0, index + 1).join('/'));
  }
  return all;
}
