// Starts the page: reads what the server says about itself, draws the frame, and shows the view of the address.
import { loadConfig } from './config.js';
import { onLanguage } from './i18n.js';
import * as live from './live.js';
import { resume } from './purchases.js';
import { showFrame } from './views/frame.js';
import { showSlip } from './views/slip.js';
import { isDay } from './clock.js';
import { route, start, unknown } from './router.js';
import { races } from './views/races.js';
import { race } from './views/race.js';
import { tickets } from './views/tickets.js';
import { account } from './views/account.js';
import { login } from './views/login.js';
import { operate, operateRace } from './views/operate.js';
import { declare } from './views/declare.js';
import { refresh } from './balance.js';
import { config } from './config.js';
import * as identity from './login.js';

route(/^$/, () => races({}));
route(/^day\/(\d{4}-\d{2}-\d{2})$/, ([day]) => (isDay(day) ? races({ day }) : unknown()));
route(/^race\/(\d{1,16})$/, ([id]) => race({ id, section: 'WIN' }));
route(/^race\/(\d{1,16})\/([A-Za-z_]+)$/, ([id, section]) => race({ id, section }));
route(/^tickets$/, () => tickets());
route(/^account$/, () => account());
route(/^login$/, () => login());
route(/^operate$/, () => operate({}));
route(/^operate\/day\/(\d{4}-\d{2}-\d{2})$/, ([day]) => (isDay(day) ? operate({ day }) : unknown()));
route(/^operate\/declare$/, () => declare());
route(/^operate\/(\d{1,16})$/, ([id]) => operateRace({ id }));

await loadConfig();
const resumed = await identity.resume(config);
if (!resumed.ok) {
  sessionStorage.setItem('keiba.loginProblem', resumed.error.code);
  location.hash = '#/login';
}
showFrame();
showSlip();
start();
resume();
void refresh();
onLanguage(() => start());
window.addEventListener('pagehide', () => live.close());
