import assert from 'node:assert/strict';
import nock from 'nock';

/** As in the Python lesson: it asks, and waits for as long as it takes. */
const weather = {
  async getTemperatureF(city: string): Promise<number> {
    const response = await fetch(`https://api.weather.example/current?city=${city}`);
    const data = (await response.json()) as { temperature: number };
    return data.temperature;
  },
};

beforeEach(() => {
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
});

afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
  nock.restore();
});

it('gives up on a weather service that is silent', async () => {
  nock('https://api.weather.example')
    .get('/current')
    .query(true)
    .reply(() => new Promise<never>(() => undefined));

  await assert.rejects(weather.getTemperatureF('Phoenix'));
});
