import assert from 'node:assert/strict';
import nock from 'nock';
import { WeatherService } from '../src/weather-service.ts';

const baseUrl = 'https://api.weather.example';
const options = { apiKey: 'test-key', baseUrl, timeoutMs: 1000 };

describe('a suite with a hole', () => {
  beforeEach(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });

  afterEach(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  it('reads a temperature', async () => {
    nock(baseUrl).get('/current').query(true).reply(200, { temperature: 72 });
    assert.equal(await new WeatherService(options).getTemperatureF('Phoenix'), 72);
  });

  it.skip('reads a temperature below zero', async () => {
    nock(baseUrl).get('/current').query(true).reply(200, { temperature: -4 });
    assert.equal(await new WeatherService(options).getTemperatureF('Fairbanks'), -4);
  });
});
