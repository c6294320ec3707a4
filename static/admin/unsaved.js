// What is typed into the form of a record is kept in this browser until it is saved, its user signs out, another signs in, or a week is over.
'use strict';
const UNSAVED_USER = document.currentScript.dataset.user;
document.addEventListener('DOMContentLoaded', () => {
    const KEPT = 'unsaved:';
    const MINE = `${KEPT}${UNSAVED_USER}:`;
    const WEEK = 7 * 24 * 60 * 60 * 1000;
    const all = () => Object.keys(localStorage).filter((key) => key.startsWith(KEPT));
    const read = (key) => JSON.parse(localStorage.getItem(key) ?? 'null');
    let timer;
    document.querySelectorAll('#logout-form, form[data-signs-out]').forEach((form) => form.addEventListener('submit', () => {
        clearTimeout(timer);
        all().forEach((key) => localStorage.removeItem(key));
    }));
    for (const key of all()) {
        if ((UNSAVED_USER && !key.startsWith(MINE)) || Date.now() - read(key).at > WEEK) {
            localStorage.removeItem(key);
        }
    }

    const offer = document.getElementById('desk-unsaved');
    // Gone if of that form it is told as done, by whatever page it was sent in the end; sent and answered otherwise, to be offered again.
    const told = [...document.querySelectorAll('.messagelist li')];
    for (const key of all()) {
        const kept = read(key);
        if (told.some((message) => message.classList.contains(key.replace(MINE, 'saved:')))) {
            localStorage.removeItem(key);
        } else if (kept.sent && !offer?.dataset.typed) {
            localStorage.setItem(key, JSON.stringify({...kept, sent: false}));
        }
    }
    if (!offer) {
        return;
    }
    const form = offer.closest('form');
    const key = `${MINE}${location.pathname}`;
    const typed = () => [...new FormData(form)].filter(([name, value]) => name !== 'csrfmiddlewaretoken' && typeof value === 'string');
    // What it held when its user first touched it: scripts may fill it in before. Of what came back as typed nothing is saved.
    let opened = offer.dataset.typed ? '' : null;
    const touched = () => {
        opened ??= JSON.stringify(typed());
    };
    form.addEventListener('focusin', touched);
    form.addEventListener('pointerdown', touched);
    const changed = () => opened !== null && JSON.stringify(typed()) !== opened;
    let sent = false;
    const keep = () => {
        if (!changed()) {
            localStorage.removeItem(key);
            return;
        }
        try {
            localStorage.setItem(key, JSON.stringify({at: Date.now(), sent, typed: typed()}));
        } catch {
            // No room left: leaving the page still warns.
        }
    };

    const kept = read(key);
    if (kept && !offer.dataset.typed && JSON.stringify(kept.typed) !== JSON.stringify(typed())) {
        const language = document.documentElement.lang.replace(/^en$/, 'en-GB');
        const moment = new Date(kept.at).toLocaleString(language, {dateStyle: 'long', timeStyle: 'short'});
        offer.querySelector('time').textContent = moment;
        offer.hidden = false;
        offer.querySelector('[data-restore]').addEventListener('click', () => {
            // The form shows it again as it shows what it refuses: with all rows, and nothing saved.
            const again = document.createElement('form');
            again.method = 'post';
            const own = ['csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value];
            for (const [name, value] of [...kept.typed, own, ['_return', '1']]) {
                const field = document.createElement('input');
                field.type = 'hidden';
                field.name = name;
                field.value = value;
                again.append(field);
            }
            sent = true;
            document.body.append(again);
            again.submit();
        });
        offer.querySelector('[data-discard]').addEventListener('click', () => {
            localStorage.removeItem(key);
            offer.hidden = true;
        });
    }

    const soon = () => {
        // Not while what was typed before is still on offer: it would be lost.
        if (offer.hidden) {
            clearTimeout(timer);
            timer = setTimeout(keep, 500);
        }
    };
    form.addEventListener('input', soon);
    form.addEventListener('click', soon);
    window.django.jQuery(form).on('change', soon);
    form.addEventListener('submit', () => {
        sent = true;
        keep();
    });
    window.addEventListener('beforeunload', (event) => {
        if (!sent && changed()) {
            event.preventDefault();
        }
    });
});
