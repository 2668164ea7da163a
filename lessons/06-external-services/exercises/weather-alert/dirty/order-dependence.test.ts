import assert from 'node:assert/strict';
import nock from 'nock';
import { WeatherService } from '../src/weather-service.ts';

const baseUrl = 'https://api.weather.example';
const options = { apiKey: 'test-key', baseUrl, timeoutMs: 1000 };

describe('tests that hand an answer on to each other', () => {
  before(() => {
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });

  after(() => {
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  it('reads a temperature', async () => {
    nock(baseUrl).get('/current').query(true).times(2).reply(200, { temperature: 72 });
    assert.equal(await new WeatherService(options).getTemperatureF('Phoenix'), 72);
  });

  it('reads it again, from the answer of the test before', async () => {
    assert.equal(await new WeatherService(options).getTemperatureF('Phoenix'), 72);
  });
});
