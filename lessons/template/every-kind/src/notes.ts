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

const insertNote = 'INSERT INTO notes (owner, text, day) VALUES (@owner, @text, @day)';
const selectNotes = 'SELECT id, owner, text, day FROM notes';
const deleteNote = 'DELETE FROM notes WHERE id = @id';

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
  add({ owner, text }: NewNote): Note {
    const day = new Date(this.#now()).toISOString().slice(0, 10);
    const { lastInsertRowid } = this.#db.prepare(insertNote).run({ owner, text, day });
    return { id: Number(lastInsertRowid), owner, text, day };
  }

  findById(id: number): Note | undefined {
    return this.#db.prepare<{ id: number }, Note>(`${selectNotes} WHERE id = @id`).get({ id });
  }

  /** The notes of one owner, in no promised sequence. */
  listByOwner(owner: string): Note[] {
    const sql = `${selectNotes} WHERE owner = @owner`;
    return this.#db.prepare<{ owner: string }, Note>(sql).all({ owner });
  }

  /** @returns whether there was such a note. */
  remove(id: number): boolean {
    return this.#db.prepare<{ id: number }>(deleteNote).run({ id }).changes > 0;
  }
}
