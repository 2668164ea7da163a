import assert from 'node:assert/strict';
import Database from 'better-sqlite3';
import { TemperatureAlert } from '../src/temperature-alert.ts';

describe('alerts kept in a database that stays open', () => {
  it('stores the alert', async () => {
    const db = new Database(':memory:').exec('CREATE TABLE alerts (message TEXT NOT NULL) STRICT');
    const sendAlert = async (message: string): Promise<void> => {
      db.prepare('INSERT INTO alerts (message) VALUES (?)').run(message);
    };
    const alert = new TemperatureAlert({ getTemperatureF: async () => 105 }, { sendAlert });
    await alert.checkAndAlert('Phoenix');
    assert.equal(db.prepare('SELECT count(*) FROM alerts').pluck().get(), 1);
  });
});
