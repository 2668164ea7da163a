import Database from 'better-sqlite3';

/** Whether SQLite refused a statement because a value must be unique. */
export function isDuplicate(error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === 'SQLITE_CONSTRAINT_UNIQUE';
}
