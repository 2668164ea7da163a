import { lstatSync, readdirSync, watch, type FSWatcher } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../../course/courseError.ts';
import { isInside } from '../../course/platform/paths.ts';
import { isMissing } from '../../course/writing/links.ts';

export interface FolderWatchParts {
  /** Absolute path. It may be missing, but then nothing is seen until the watch begins anew. */
  readonly root: string;
  /** Absolute paths of folders below the root, there already or not: only what lies in them is told. */
  readonly folders: readonly string[];
  /** Called with the absolute path of what was made, changed or removed; the same may be told several times. */
  readonly onChange: (path: string) => void;
  /** Called at most once, with the reason: some folders are not watched. */
  readonly onTrouble: (reason: string) => void;
}

/** Many times what the folders of all exercises are; each costs the system a watch. */
const mostFolders = 2000;

/**
 * Watches folders with all that lies below them, one watch for each of them. A folder is read after its watch began, so
 * that nothing in it is missed that was there before: folders that are made quickly one in the other, or moved here with
 * all that they hold. As elsewhere with exercises, links are not followed, and `node_modules` and names that begin with
 * a dot are left out.
 */
export class FolderWatch {
  private readonly parts: FolderWatchParts;
  /** The folders that lead from the root to those that are wanted. */
  private readonly ways: ReadonlySet<string>;
  private readonly watchers = new Map<string, FSWatcher>();
  private troubled = false;

  constructor(parts: FolderWatchParts) {
    this.parts = parts;
    this.ways = new Set(parts.folders.flatMap((folder) => waysTo(folder, parts.root)));
    this.enter(parts.root, false);
  }

  close(): void {
    this.leave(this.parts.root);
  }

  /** @param told whether what lies in the folder is new. */
  private enter(folder: string, told: boolean): void {
    if (!this.isWanted(folder) && !this.ways.has(folder)) return;
    if (this.watchers.size >= mostFolders) {
      this.trouble(messageOf(new Error(`there are more than ${mostFolders} folders`)));
      return;
    }
    try {
      const watcher = watch(folder, { persistent: false }, (event, name) => this.hear(folder, event, name));
      watcher.on('error', (error) => {
        this.leave(folder);
        // On Windows, a folder that was removed is told as an error.
        if (kindAt(folder) !== 'nothing') this.trouble(messageOf(error));
      });
      this.watchers.set(folder, watcher);
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        const path = join(folder, entry.name);
        if (isLeftOut(entry.name)) continue;
        if (entry.isDirectory()) this.enter(path, told);
        else if (told) this.tell(path);
      }
    } catch (error) {
      // It went away meanwhile, and the folder that it lay in tells of it when it comes again.
      if (isMissing(error)) this.leave(folder);
      else this.trouble(messageOf(error));
    }
  }

  private leave(folder: string): void {
    for (const [path, watcher] of this.watchers) {
      if (!isInside(path, [folder])) continue;
      watcher.close();
      this.watchers.delete(path);
    }
  }

  private hear(folder: string, event: 'rename' | 'change', name: string | null): void {
    if (!this.watchers.has(folder)) return;
    if (name === null) {
      this.again(folder);
      return;
    }
    if (isLeftOut(name)) return;
    const path = join(folder, name);
    const kind = kindAt(path);
    if (kind === 'folder') {
      // It may be another one of the same name, which the watch of the former one does not hear of.
      if (event === 'rename' || !this.watchers.has(path)) this.again(path);
      return;
    }
    // What is told of a folder itself comes with its own name.
    if (kind === 'nothing' && name === basename(folder) && !this.watchers.has(path)) return;
    this.leave(path);
    this.tell(path);
  }

  private again(folder: string): void {
    this.leave(folder);
    this.enter(folder, true);
  }

  private tell(path: string): void {
    if (this.isWanted(path)) this.parts.onChange(path);
  }

  private isWanted(path: string): boolean {
    return isInside(path, this.parts.folders);
  }

  private trouble(reason: string): void {
    if (this.troubled) return;
    this.troubled = true;
    this.parts.onTrouble(reason);
  }
}

/** What cannot be looked at counts as a file: whoever reads it is told why. */
function kindAt(path: string): 'folder' | 'file' | 'nothing' {
  try {
    return lstatSync(path).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    return isMissing(error) ? 'nothing' : 'file';
  }
}

function isLeftOut(name: string): boolean {
  return name === 'node_modules' || name.startsWith('.');
}

/** The folders from `root` to what `folder` lies in, both included. */
function waysTo(folder: string, root: string): string[] {
  const around = dirname(folder);
  return isInside(around, [root]) ? [...waysTo(around, root), around] : [];
}
