import assert from 'node:assert/strict';
import nock from 'nock';
import { TemperatureAlert } from '../src/temperature-alert.ts';
import { WeatherService, WeatherUnavailableError } from '../src/weather-service.ts';

const baseUrl = 'https://weather.example';
const apiKey = 'top-secret';

describe('temperature alerts', () => {
  let sent: string[];

  beforeEach(() => {
    sent = [];
    if (!nock.isActive()) nock.activate();
    nock.disableNetConnect();
  });

  afterEach(() => {
    nock.abortPendingRequests();
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
  });

  function alertWith(timeoutMs: number): TemperatureAlert {
    const service = new WeatherService({ apiKey, baseUrl, timeoutMs });
    return new TemperatureAlert(service, {
      sendAlert: async (message) => {
        sent.push(message);
      },
    });
  }

  const readings = [
    { temperature: 99, thresholdF: undefined, alerts: false },
    { temperature: 100, thresholdF: undefined, alerts: false },
    { temperature: 100.5, thresholdF: undefined, alerts: true },
    { temperature: 101, thresholdF: undefined, alerts: true },
    { temperature: -4, thresholdF: undefined, alerts: false },
    { temperature: 90, thresholdF: 90, alerts: false },
    { temperature: 91, thresholdF: 90, alerts: true },
    { temperature: 1, thresholdF: 0, alerts: true },
  ];

  for (const { temperature, thresholdF, alerts } of readings) {
    const limit = thresholdF === undefined ? 'the usual limit' : `${thresholdF} °F`;
    it(`sends ${alerts ? 'an alert' : 'nothing'} at ${temperature} °F with ${limit}`, async () => {
      nock(baseUrl).get('/current').query(true).reply(200, { temperature, humidity: 30 });

      assert.equal(await alertWith(1000).checkAndAlert('Phoenix', thresholdF), alerts);

      assert.equal(sent.length, alerts ? 1 : 0);
      for (const message of sent) {
        assert.ok(message.includes('Phoenix'), message);
        assert.ok(message.includes(String(temperature)), message);
      }
    });
  }

  for (const city of ['Phoenix', 'Brighton & Hove', 'Zürich', 'a+b=100%?#/']) {
    it(`asks for the weather of ${city}`, async () => {
      let asked: [string, string][] = [];
      nock(baseUrl)
        .get('/current')
        .query(true)
        .reply((uri) => {
          asked = [...new URL(uri, baseUrl).searchParams];
          return [200, { temperature: 105 }];
        });

      await alertWith(1000).checkAndAlert(city);

      assert.deepEqual(asked.sort(), [
        ['city', city],
        ['key', apiKey],
      ]);
      assert.ok(sent[0]?.includes(city));
    });
  }

  const heat = { temperature: 120 };
  const failures: { title: string; play: (get: nock.Interceptor) => nock.Scope; timeoutMs?: number }[] = [
    { title: 'refuses the key', play: (get) => get.reply(401, heat) },
    { title: 'is in maintenance', play: (get) => get.reply(503, heat) },
    { title: 'shows a login page', play: (get) => get.reply(200, '<html>Hi!</html>') },
    { title: 'has no temperature', play: (get) => get.reply(200, { humidity: 30 }) },
    { title: 'sends null', play: (get) => get.reply(200, 'null') },
    { title: 'is slow', play: (get) => get.delay(400).reply(200, heat), timeoutMs: 40 },
    { title: 'hangs up', play: (get) => get.replyWithError('socket hang up') },
  ];

  for (const { title, play, timeoutMs = 1000 } of failures) {
    it(`knows no temperature when the provider ${title}`, async () => {
      play(nock(baseUrl).get('/current').query(true));

      await assert.rejects(alertWith(timeoutMs).checkAndAlert('Phoenix'), (error) => {
        assert.ok(error instanceof WeatherUnavailableError);
        assert.ok(!error.message.includes(apiKey), error.message);
        return true;
      });

      assert.deepEqual(sent, []);
    });
  }

  it('reports an alert that could not be sent', async () => {
    nock(baseUrl).get('/current').query(true).reply(200, heat);
    const service = new WeatherService({ apiKey, baseUrl, timeoutMs: 1000 });
    const failure = new Error('the mail server is down');
    const alert = new TemperatureAlert(service, { sendAlert: () => Promise.reject(failure) });

    await assert.rejects(alert.checkAndAlert('Phoenix'), failure);
  });
});
