import { chromium } from '@playwright/test';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
const token = randomBytes(24).toString('hex');
const dir = process.argv[2];
const child = spawn(process.execPath, ['src-main/cli/studio.ts','serve','--port','0','--data-dir',dir], { env:{...process.env, STUDIO_TOKEN: token, STUDIO_CONFIG_DIR:'/tmp/store/config'}, stdio:['ignore','pipe','inherit'] });
const url = await new Promise(r => { let s=''; child.stdout.on('data', d => { s+=d; const m=/https?:\/\/\S+/.exec(s); if(m) r(m[0]); }); });
const b = await chromium.launch();
for (const [theme, lang, w, h] of [['dark','en',1280,800],['light','ko',1024,700]]) {
  const res = await fetch(new URL(url).origin+'/code',{method:'POST',headers:{authorization:'Bearer '+token}}); const {code}=await res.json();
  const p = await b.newPage({ viewport:{width:w,height:h} });
  p.on('console', m => { if (m.type()==='error') console.log(m.text()); });
  await p.goto(new URL(url).origin+'/#code='+code); await p.waitForTimeout(3000);
  await p.evaluate(([t,l]) => { for (const k of Object.keys(localStorage)) console.log(k, localStorage[k]); }, [theme,lang]);
  await p.evaluate(()=>location.hash='#/system/look'); await p.waitForTimeout(800);
  await p.getByRole('radio',{name: lang==='ko'?'한국어':'English'}).or(p.getByText(lang==='ko'?'한국어':'English',{exact:true})).first().click().catch(e=>console.log(e.message));
  await p.waitForTimeout(300);
  await p.getByText(lang==='ko'? (theme==='light'?'밝게':'어둡게') : (theme==='light'?'Light':'Dark'),{exact:false}).first().click({timeout:2000}).catch(e=>console.log('theme',e.message.split('\n')[0]));
  for (const part of ['storage','bin','data']) {
    await p.evaluate((x)=>location.hash='#/system/'+x, part); await p.waitForTimeout(1500);
    if (part==='bin') { await p.locator('input[type=checkbox]').nth(2).click().catch(()=>{}); await p.locator('select').first().selectOption({index:1}).catch(()=>{}); await p.waitForTimeout(800); }
    if (part==='storage') { await p.locator('select').first().selectOption({index:1}).catch(()=>{}); await p.waitForTimeout(1000); }
    if (part==='data') { await p.locator('main button, .part button').first().click().catch(()=>{}); await p.waitForTimeout(5000); }
    await p.screenshot({ path:`/tmp/store/${part}-${theme}-${lang}.png` });
  }
  await p.close();
}
await b.close(); child.kill('SIGINT'); await new Promise(r=>child.once('exit',r));
