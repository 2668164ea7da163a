import assert from 'node:assert/strict';
import nock from 'nock';
import { TemperatureAlert } from '../src/temperature-alert.ts';
import { WeatherService } from '../src/weather-service.ts';

// The Python lesson's test, carried over to the wire. It is green, and lets a lot go by.
describe('temperature alert', () => {
  before(() => {
    if (!nock.isActive()) nock.activate(); // another suite may have restored the real functions
    nock.disableNetConnect(); // a request that no interceptor answers fails
  });

  afterEach(() => {
    nock.cleanAll();
  });

  after(() => {
    nock.enableNetConnect();
    nock.restore();
  });

  it('warns of 105 °F', async () => {
    nock('https://weather.example').get('/current').query(true).reply(200, { temperature: 105 });
    const service = new WeatherService({
      apiKey: 'secret',
      baseUrl: 'https://weather.example',
      timeoutMs: 500,
    });
    const sent: string[] = [];
    const sendAlert = async (message: string): Promise<void> => void sent.push(message);

    assert.equal(await new TemperatureAlert(service, { sendAlert }).checkAndAlert('Phoenix'), true);
    assert.equal(sent.length, 1);
  });
});
