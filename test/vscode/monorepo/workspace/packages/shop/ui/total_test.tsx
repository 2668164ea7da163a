import Database from 'better-sqlite3';

declare const view: (text: unknown) => void;

it('shows a total', () => {
  const db = new Database(':memory:');
  view(<b>{String(db.prepare('SELECT 1').get())}</b>);
});
