import assert from 'node:assert/strict';
import { TemperatureAlert, type Notifier } from '../src/temperature-alert.ts';
import { WeatherService } from '../src/weather-service.ts';

const silent: Notifier = { sendAlert: async () => undefined };

function stubbedWeather(temperature: number): Pick<WeatherService, 'getTemperatureF'> {
  return { getTemperatureF: async () => temperature };
}

describe('TemperatureAlert on a stub', () => {
  for (const [temperature, expected] of [
    [99, false],
    [100, false],
    [101, true],
  ] as const) {
    it(`answers ${expected} at ${temperature} °F`, async () => {
      const alert = new TemperatureAlert(stubbedWeather(temperature), silent);
      assert.equal(await alert.checkAndAlert('Phoenix'), expected);
    });
  }

  it('rejects when the notifier rejects', async () => {
    const failure = new Error('the pager is off');
    const failing: Notifier = { sendAlert: () => Promise.reject(failure) };
    const alert = new TemperatureAlert(stubbedWeather(105), failing);
    await assert.rejects(alert.checkAndAlert('Phoenix'), failure);
  });
});

// Like `patch('requests.get')`: every request gets the same answer, and nobody looks at it.
describe('WeatherService with a stubbed fetch', () => {
  const { fetch } = globalThis;

  beforeEach(() => {
    globalThis.fetch = async () => Response.json({ temperature: 105 });
  });

  afterEach(() => {
    globalThis.fetch = fetch;
  });

  for (const city of ['Phoenix', 'Brighton & Hove']) {
    it(`reads the temperature of ${city}`, async () => {
      const options = { apiKey: 'k', baseUrl: 'https://api.weather.example', timeoutMs: 1000 };
      assert.equal(await new WeatherService(options).getTemperatureF(city), 105);
    });
  }
});
