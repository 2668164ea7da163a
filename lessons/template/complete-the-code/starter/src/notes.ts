import type { Db } from './database.ts';

export interface NewNote {
  readonly owner: string;
  /** Never empty. */
  readonly text: string;
}

export interface Note extends NewNote {
  /** A positive integer of the database's choice, never that of another note. */
  readonly id: number;
  /** The day it was added, in UTC: `2026-03-01`. */
  readonly day: string;
}

/** Notes, each stored for good as soon as the call returns, or the caller's transaction ends. */
export class NoteStore {
  readonly #db: Db;
  readonly #now: () => number;

  /** @param now milliseconds since 1970, as `Date.now` tells them. */
  constructor(db: Db, now: () => number = Date.now) {
    this.#db = db;
    this.#now = now;
  }

  /** Throws for an empty text; nothing is stored then. */
  add({ owner }: NewNote): Note {
    throw new Error(`add is not written yet (called for ${owner} at ${this.#now()}).`);
  }

  findById(id: number): Note | undefined {
    throw new Error(`findById is not written yet (called for note ${id}, ${this.#db.name}).`);
  }

  /** The notes of one owner, in no promised sequence. */
  listByOwner(owner: string): Note[] {
    throw new Error(`listByOwner is not written yet (called for ${owner}).`);
  }

  /** @returns whether there was such a note. */
  remove(id: number): boolean {
    throw new Error(`remove is not written yet (called for note ${id}).`);
  }
}
