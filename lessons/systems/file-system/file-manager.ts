import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** The name leads out of the folder, or is the folder itself. */
export class UnsafePathError extends Error {
  override name = 'UnsafePathError';
}

/**
 * Text files in one folder and the folders below it.
 *
 * A name is a relative path with `/` between its parts: `notes.txt`, `2026/may.txt`. A name that
 * leads out of the folder is refused before anything is read or written, also by `read`. Where in
 * the folder a file lies is not promised; `save` tells. Links inside the folder are followed, so
 * only this application may write to it.
 */
export class FileManager {
  readonly #base: string;

  private constructor(base: string) {
    this.#base = base;
  }

  /** Makes the folder, and those above it, where they are missing. What is in it stays. */
  static async open(baseDir: string): Promise<FileManager> {
    const base = resolve(baseDir);
    await mkdir(base, { recursive: true });
    return new FileManager(base);
  }

  /**
   * Stores the text as UTF-8, in place of what was stored under this name. Folders that the name
   * asks for are made.
   *
   * @returns the absolute path of the file
   * @throws UnsafePathError when the name leads out of the folder; nothing is written then
   */
  async save(name: string, text: string): Promise<string> {
    const path = this.#pathOf(name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { encoding: 'utf8' });
    return path;
  }

  /**
   * @returns the text that was saved last, or `undefined` when there is no file of this name
   * @throws UnsafePathError when the name leads out of the folder
   */
  async read(name: string): Promise<string | undefined> {
    const path = this.#pathOf(name);
    try {
      return await readFile(path, { encoding: 'utf8' });
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** The names of all files, as `save` takes them, in no promised order. Folders are not listed. */
  async list(): Promise<string[]> {
    const entries = await readdir(this.#base, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(this.#base, join(entry.parentPath, entry.name)))
      .map((path) => path.split(sep).join('/'));
  }

  #pathOf(name: string): string {
    const path = resolve(this.#base, name);
    if (path.startsWith(this.#base + sep)) return path;
    throw new UnsafePathError(`The name ${JSON.stringify(name)} leads out of the folder.`);
  }
}

/** Whether the system found no such file, or a file where the path needs a folder. */
function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
