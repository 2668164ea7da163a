import Database from 'better-sqlite3';

/** The constraints this application turns into errors of its own, by SQLite's extended codes. */
export type Constraint = 'SQLITE_CONSTRAINT_UNIQUE' | 'SQLITE_CONSTRAINT_FOREIGNKEY';

/** Whether SQLite refused a statement because of this constraint. */
export function failedOn(constraint: Constraint, error: unknown): boolean {
  return error instanceof Database.SqliteError && error.code === constraint;
}
