import assert from 'node:assert/strict';
import nock from 'nock';
import { WeatherService } from '../src/weather-service.ts';

const baseUrl = 'https://api.weather.example';
const options = { apiKey: 'test-key', baseUrl, timeoutMs: 1000 };

describe('an answer too many', () => {
  before(() => {
    if (!nock.isActive()) nock.activate();
  });

  after(() => {
    nock.restore();
  });

  it('reads a temperature', async () => {
    nock(baseUrl).get('/current').query(true).twice().reply(200, { temperature: 72 });
    assert.equal(await new WeatherService(options).getTemperatureF('Phoenix'), 72);
  });
});
