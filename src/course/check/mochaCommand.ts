/** How a project starts its mocha: the part of an npm script that concerns mocha itself. */
export interface MochaCommand {
  /** Name of the npm script; null when none starts mocha, and mocha's own defaults hold. */
  readonly script: string | null;
  /** Arguments for mocha. */
  readonly args: readonly string[];
  /** Variables that the script sets. */
  readonly env: Readonly<Record<string, string>>;
}

const noScript: MochaCommand = { script: null, args: [], env: {} };

/**
 * Finds the mocha call among npm scripts: that of `test` or of a script it runs, else of the first whose name
 * speaks of tests, else of any. Projects often have their options there and not in a configuration file.
 * @param scripts the `scripts` of package.json.
 * @param platform whose shell npm gives them to.
 */
export function findMochaCommand(
  scripts: Readonly<Record<string, string>>,
  platform = process.platform,
): MochaCommand {
  const shell = platform === 'win32' ? cmd : sh;
  const names = Object.keys(scripts);
  const candidates = [
    ...reachable(scripts, 'test', shell),
    ...names.filter((name) => name.startsWith('test')),
    ...names.filter((name) => /unit|mocha|spec/.test(name)),
    ...names,
  ];
  for (const name of candidates) {
    const found = commandIn(scripts[name] ?? '', shell);
    if (found !== null) return { script: name, ...found };
  }
  return noScript;
}

/** A script and those it runs with `npm run`, `yarn`, `pnpm` or `run-s`/`run-p`, in the order they are named. */
function reachable(
  scripts: Readonly<Record<string, string>>,
  from: string,
  shell: Shell,
  seen = new Set<string>(),
): string[] {
  const text = scripts[from];
  if (text === undefined || seen.has(from)) return [];
  seen.add(from);
  const called = words(text, shell)
    .flat()
    .filter(({ text }) => text in scripts)
    .flatMap(({ text }) => reachable(scripts, text, shell, seen));
  return [from, ...called];
}

function commandIn(script: string, shell: Shell): Omit<MochaCommand, 'script'> | null {
  const env: Record<string, string> = {};
  for (const command of words(script, shell)) {
    const place = command.findIndex(({ text }) => isMocha(text));
    // `set NODE_ENV=test && mocha`
    const sets = place < 0 && command[0]?.text.toLowerCase() === shell.setting;
    if (place < 0 && !sets) continue;
    for (const { text } of sets ? command : command.slice(0, place)) {
      const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
      if (name !== undefined && value !== undefined) env[name] = value;
    }
    if (sets) continue;
    // What the shell would have filled in is not known here.
    const args = command.slice(place + 1).filter(({ expands }) => !expands);
    return { args: withoutOurs(args.map(({ text }) => text)), env };
  }
  return null;
}

function isMocha(word: string): boolean {
  return /^(.*[\\/])?_?mocha(\.js|\.cmd)?$/.test(word) && !word.startsWith('-');
}

/** Options that a check decides itself, with how many words follow each. */
const ours: Readonly<Record<string, number>> = {
  '--parallel': 0,
  '-p': 0,
  '--watch': 0,
  '-w': 0,
  '--bail': 0,
  '-b': 0,
  '--inspect': 0,
  '--inspect-brk': 0,
  '--reporter': 1,
  '-R': 1,
  '--reporter-option': 1,
  '--reporter-options': 1,
  '-O': 1,
  '--jobs': 1,
  '-j': 1,
};

function withoutOurs(args: readonly string[]): string[] {
  const kept: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    const name = arg.split('=', 1)[0] ?? arg;
    const following = ours[name];
    if (following === undefined) kept.push(arg);
    else if (!arg.includes('=')) index += following;
  }
  return kept;
}

interface Word {
  readonly text: string;
  /** It holds something that only a shell can fill in. */
  readonly expands: boolean;
}

interface Shell {
  /** The command that sets a variable for those behind it. */
  readonly setting: string | null;
  /** Whether something is to be filled in there. */
  readonly expandsAt: (text: string, index: number) => boolean;
  /** Characters that a backslash takes their meaning; null for every one. */
  readonly escaped: string | null;
}

const sh: Shell = {
  setting: null,
  expandsAt: (text, index) => /[$`]/.test(text.charAt(index)),
  escaped: null,
};
/** Windows gives scripts to cmd. To it, a backslash is a part of a path, and only in front of a quote is it none. */
const cmd: Shell = {
  setting: 'set',
  expandsAt: (text, index) => /^%\w+%/.test(text.slice(index)),
  escaped: '"',
};

/**
 * A script as the words of its commands, split as a shell does, quotes removed. Redirections end a command. Single
 * quotes count on Windows too, where cmd would hand them on: scripts are written on one system and run on others.
 */
function words(script: string, { expandsAt, escaped }: Shell): Word[][] {
  const commands: Word[][] = [[]];
  let text = '';
  let inWord = false;
  let expands = false;
  const endWord = (): void => {
    if (inWord) commands.at(-1)?.push({ text, expands });
    text = '';
    inWord = false;
    expands = false;
  };
  for (let index = 0; index < script.length; index += 1) {
    const character = script[index] ?? '';
    if (character === "'" || character === '"') {
      const close = script.indexOf(character, index + 1);
      const quoted = script.slice(index + 1, close < 0 ? undefined : close);
      if (character === '"' && quoted.split('').some((_, at) => expandsAt(quoted, at))) expands = true;
      text += character === '"' && escaped === null ? quoted.replace(/\\(["\\$`])/g, '$1') : quoted;
      inWord = true;
      index = close < 0 ? script.length : close;
    } else if (/\s/.test(character)) endWord();
    else if (/[;&|<>()]/.test(character)) {
      endWord();
      if (commands.at(-1)?.length !== 0) commands.push([]);
    } else {
      const next = script[index + 1] ?? '';
      if (expandsAt(script, index)) expands = true;
      if (character === '\\' && next !== '' && (escaped === null || escaped.includes(next))) {
        text += next;
        index += 1;
      } else text += character;
      inWord = true;
    }
  }
  endWord();
  return commands;
}
