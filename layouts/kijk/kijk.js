'use strict';
// Wacht op een nieuw nummer, haalt dan de pagina opnieuw op en vervangt alleen wat anders is.
const zoek = (id) => document.getElementById(id);
const bijgewerkt = new Set();

const haal = async (adres) => {
  const antwoord = await fetch(adres, { cache: 'no-store' });
  if (!antwoord.ok) throw new Error(adres);
  return antwoord;
};

const volg = async () => {
  for (;;) {
    try {
      const { nummer } = await (await haal('/stand?na=' + document.body.dataset.nummer)).json();
      if (String(nummer) !== document.body.dataset.nummer) await ververs();
      delete document.body.dataset.weg;
    } catch {
      document.body.dataset.weg = '';
      zoek('stand').textContent = 'Kijk is gestopt. Start het opnieuw om verder te kijken.';
      await new Promise((klaar) => setTimeout(klaar, 1000));
    }
  }
};

const ververs = async () => {
  const nieuw = new DOMParser().parseFromString(await (await haal('/')).text(), 'text/html');
  const bladen = (vel) => [...vel.querySelectorAll('.pagina')];
  const namen = (vel) => bladen(vel).map((blad) => blad.id).join();
  const anders = bladen(nieuw).filter((blad) => zoek(blad.id)?.outerHTML !== blad.outerHTML);
  const nieuwBeeld = anders.filter((blad) => bron(blad) && bron(blad) !== bron(zoek(blad.id)));
  await Promise.all(nieuwBeeld.map(laad));
  const had = document.activeElement?.id;
  const hoogte = window.scrollY;
  for (const id of ['stand', 'wijzer', 'meldingen']) wissel(zoek(id), nieuw.getElementById(id));
  if (namen(document) === namen(nieuw)) anders.forEach((blad) => zoek(blad.id).replaceWith(document.adoptNode(blad)));
  else zoek('boekjes').replaceChildren(...nieuw.getElementById('boekjes').childNodes);
  Object.assign(document.body.dataset, { nummer: nieuw.body.dataset.nummer, bezig: nieuw.body.dataset.bezig });
  document.body.toggleAttribute('data-oud', nieuw.body.hasAttribute('data-oud'));
  window.scrollTo(window.scrollX, hoogte);
  if (had && zoek(had) !== document.activeElement) zoek(had)?.focus({ preventScroll: true });
  nieuwBeeld.forEach((blad) => toon(zoek(blad.id)));
  if (nieuw.body.dataset.bezig === '0') zeg();
};

const bron = (blad) => blad?.querySelector('img')?.getAttribute('src');

const laad = async (blad) => {
  const beeld = new Image();
  beeld.src = bron(blad);
  await beeld.decode().catch(() => {});
};

// Wat open of dicht stond, blijft dat.
const wissel = (oud, nieuw) => {
  for (const vak of nieuw.querySelectorAll('details')) {
    const was = zoek(vak.id);
    if (was) vak.open = was.open;
  }
  if (oud.innerHTML !== nieuw.innerHTML) oud.replaceChildren(...nieuw.childNodes);
};

const toon = (blad) => {
  bijgewerkt.add(blad.dataset.editie + ', bladzijde ' + blad.dataset.bladzijde);
  blad.classList.add('nieuw');
  setTimeout(() => blad.classList.remove('nieuw'), 3000);
};

const zeg = () => {
  if (!bijgewerkt.size) return;
  zoek('gezegd').textContent = bijgewerkt.size > 5
    ? bijgewerkt.size + ' bladzijden zijn bijgewerkt.'
    : 'Bijgewerkt: ' + [...bijgewerkt].join('; ') + '.';
  bijgewerkt.clear();
};

const maak = (soort, klasse, tekst) => Object.assign(document.createElement(soort), { className: klasse, textContent: tekst });

const herkomst = ({ tekst, bestand, regel }) => {
  const plek = maak('p', 'waar', '');
  plek.append(maak('code', '', bestand), regel ? ', regel ' + regel : '');
  const stuk = [maak('p', 'wat', '“' + tekst + '”'), plek];
  if (bestand.startsWith('layouts/')) {
    stuk.push(maak('p', 'doe', 'Dit staat niet in content. Het staat in dit sjabloon, of het programma rekent het uit.'));
  }
  return stuk;
};

const vraag = async (blad, klik) => {
  const waar = '?' + new URLSearchParams({ editie: blad.dataset.editie, bladzijde: blad.dataset.bladzijde });
  const beeld = blad.querySelector('img');
  if (!beeld) return;
  const vak = beeld.getBoundingClientRect();
  const punt = { x: (klik.clientX - vak.left) / vak.width, y: (klik.clientY - vak.top) / vak.height };
  const geklikt = klik.detail > 0 && Object.values(punt).every((getal) => getal >= 0 && getal <= 1);
  const [zinnen, zin] = await Promise.all([
    haal('/zinnen' + waar).then((antwoord) => antwoord.json()),
    geklikt ? haal('/bron' + waar + '&' + new URLSearchParams(punt)).then((antwoord) => antwoord.json()) : null,
  ]);
  zoek('bron-kop').textContent = blad.dataset.editie + ', bladzijde ' + blad.dataset.bladzijde;
  const geen = geklikt && !zin ? [maak('p', 'wat', 'Waar u klikte, staat geen tekst.')] : [];
  zoek('bron-klik').replaceChildren(...(zin ? herkomst(zin) : geen));
  zoek('bron-lijst').replaceChildren(...zinnen.map((een) => {
    const regel = document.createElement('li');
    regel.append(...herkomst(een));
    return regel;
  }));
  zoek('bron').showModal();
  zoek('bron-kop').focus();
};

document.addEventListener('click', (klik) => {
  const blad = klik.target.closest('.pagina');
  if (blad) vraag(blad, klik).catch(() => {});
  if (klik.target === zoek('bron')) zoek('bron').close();
});
zoek('bron').addEventListener('close', () => zoek('bron-klik').replaceChildren());
volg();
