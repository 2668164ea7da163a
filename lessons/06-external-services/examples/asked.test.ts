import assert from 'node:assert/strict';
import nock from 'nock';
import { TemperatureAlert } from '../src/temperature-alert.ts';

class WeatherService {
  readonly #apiKey: string;
  readonly #baseUrl: string;

  constructor({ apiKey, baseUrl }: { apiKey: string; baseUrl: string }) {
    this.#apiKey = apiKey;
    this.#baseUrl = baseUrl;
  }

  async getTemperatureF(city: string): Promise<number> {
    const response = await fetch(`${this.#baseUrl}/current?q=${city}&key=${this.#apiKey}`);
    const data = (await response.json()) as { temperature: number };
    return data.temperature;
  }
}

const weather = new WeatherService({ apiKey: 'test-key', baseUrl: 'https://api.weather.com' });
const alert = new TemperatureAlert(weather, { sendAlert: async () => undefined });

beforeEach(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
});

it('alerts at 105 °F', async () => {
  const realFetch = globalThis.fetch;
  globalThis.fetch = async () => Response.json({ temperature: 105 });
  try {
    assert.equal(await alert.checkAndAlert('Phoenix'), true);
  } finally {
    globalThis.fetch = realFetch;
  }
});

it('asks for the weather of Brighton & Hove', async () => {
  let asked = {};
  nock('https://api.weather.com')
    .get('/current')
    .query(true)
    .reply((uri) => {
      asked = Object.fromEntries(new URL(uri, 'https://api.weather.com').searchParams);
      return [200, { temperature: 105 }];
    });

  await alert.checkAndAlert('Brighton & Hove');

  assert.deepEqual(asked, { city: 'Brighton & Hove', key: 'test-key' });
});
