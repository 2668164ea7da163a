import assert from 'node:assert/strict';
import nock from 'nock';
import { TemperatureAlert } from '../src/temperature-alert.ts';
import { WeatherService } from '../src/weather-service.ts';

// The test of the original lesson. An interceptor stands where it patched `requests.get`, and like
// the patch it answers every question.
describe('temperature alert, as in the original lesson', () => {
  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });

  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  it('checks the weather and notifies', async () => {
    nock('https://api.weather.com').get('/current').query(true).reply(200, { temperature: 105 });
    const messages: string[] = [];
    const options = { apiKey: 'test_key', baseUrl: 'https://api.weather.com', timeoutMs: 1000 };
    const alert = new TemperatureAlert(new WeatherService(options), {
      sendAlert: async (message) => void messages.push(message),
    });

    assert.equal(await alert.checkAndAlert('Phoenix', 100), true);
    assert.equal(messages.length, 1);
    assert.ok(messages[0]?.includes('Phoenix'));
    assert.ok(messages[0]?.includes('105'));
  });
});
