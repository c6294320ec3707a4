// While a record is typed: below a field stand the records that it may be the same as.
'use strict';
document.addEventListener('DOMContentLoaded', () => {
    const asked = document.querySelector('[data-alike]');
    if (!asked) {
        return;
    }
    const form = asked.closest('form');
    const names = asked.dataset.fields.split(' ');
    const places = new Map();
    for (const name of names) {
        const row = form.elements[name]?.closest?.('.form-row');
        if (row) {
            const place = document.createElement('div');
            place.className = 'desk-alike';
            place.setAttribute('aria-live', 'polite');
            row.append(place);
            places.set(name, place);
        }
    }
    // Those of parts, too: `parties-0-partner`.
    const typed = (name) => [...form.elements].filter((each) => each.value && (each.name === name || each.name.endsWith(`-${name}`)));
    let last = '';
    const ask = async () => {
        const query = new URLSearchParams(names.flatMap((name) => typed(name).map((each) => [name, each.value])));
        query.append('record', asked.dataset.record);
        const address = `${asked.dataset.alike}?${query}`;
        if (address === last) {
            return;
        }
        last = address;
        const answer = await fetch(address);
        const found = answer.ok ? (await answer.json()).same : [];
        if (address !== last) {
            return;
        }
        for (const [name, place] of places) {
            place.replaceChildren(...found.filter((each) => each.field === name).map((each) => {
                const line = document.createElement('p');
                const link = document.createElement('a');
                link.href = each.address;
                link.target = '_blank';
                link.textContent = each.name;
                line.append(`${each.why} `, link);
                return line;
            }));
        }
    };
    let timer;
    const soon = () => {
        clearTimeout(timer);
        timer = setTimeout(ask, 400);
    };
    form.addEventListener('input', soon);
    // Chosen in a list with a search, which tells jQuery alone.
    window.django.jQuery(form).on('change', soon);
});
