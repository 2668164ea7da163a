/** The file of Node's own program, as packages bring it. */
export function nodeFileName(platform = process.platform): string {
  return platform === 'win32' ? 'node.exe' : 'node';
}

/** Whether a file is one that Windows starts by its shell only, as version managers put in the place of programs. */
export function needsShell(file: string): boolean {
  return /\.(cmd|bat)$/i.test(file);
}
