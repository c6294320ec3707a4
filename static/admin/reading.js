// The desk where an article is read: single letters decide on drafts, the number of a place cites it. All it does is to
// fill in the form of the page, which works without it.
'use strict';
document.addEventListener('DOMContentLoaded', () => {
    const paragraphs = document.querySelectorAll('[data-place^="paragraph-"]').length;
    const form = document.getElementById('content-main');
    const drafts = [...form.querySelectorAll('[data-draft]')];
    // What the register has and is only linked to wants no decision.
    const open = drafts.filter((each) => each.querySelector('input[name$="-decided"]'));
    const tally = document.getElementById('reading-tally');
    const sure = document.getElementById('reading-sure');
    const said = document.getElementById('reading-said');
    const on = document.getElementById('keys-on');
    const done = [];
    let now = null;
    let digits = null;
    let pressed = false;

    const radio = (draft, state) => draft.querySelector(`input[name$="-decided"][value="${state}"]`);
    const isSure = (draft) => 'sure' in draft.dataset && !draft.dataset.state;
    const count = () => {
        for (const draft of drafts) {
            draft.dataset.state = draft.querySelector('input[name$="-decided"]:checked')?.value ?? '';
            const mark = draft.id.slice(1);
            for (const link of form.querySelectorAll(`.desk-at a[href="#d${mark}"]`)) {
                link.dataset.state = draft.dataset.state;
            }
        }
        const of = (...states) => open.filter((each) => states.includes(each.dataset.state)).length;
        if (sure) {
            sure.querySelector('span').textContent = open.filter(isSure).length;
        }
        said.textContent = '';
        tally.textContent = tally.dataset.said.replace('%1', of('accept')).replace('%2', of('')).replace('%3', of('drop', 'not-here'));
    };
    const go = (draft) => {
        if (draft) {
            now?.classList.remove('desk-now');
            now = draft;
            now.classList.add('desk-now');
        }
    };
    const stand = (draft) => {
        if (draft) {
            go(draft);
            draft.tabIndex = -1;
            draft.focus();
        }
    };
    const move = (step) => stand(drafts[now ? drafts.indexOf(now) + step : 0]);
    const decide = (state, ...decided) => {
        const before = decided.map((draft) => [draft, draft.dataset.state]);
        done.push(() => {
            before.forEach(([draft, was]) => {
                radio(draft, was).checked = true;
            });
            go(decided[0]);
        });
        decided.forEach((draft) => {
            radio(draft, state).checked = true;
        });
        count();
    };
    const decideNow = (state) => open.includes(now) && decide(state, now);
    const cite = (place) => {
        const field = now?.querySelector('[data-passages]');
        if (!field) {
            return;
        }
        const before = field.value;
        done.push(() => {
            field.value = before;
        });
        // In words, as it is shown: “paragraph 1 (Kind, Period); headline”.
        const reads = (now.contains(document.activeElement) && document.activeElement.dataset.reads) || '';
        const items = before.split(';').map((each) => each.trim()).filter(Boolean);
        const found = items.findIndex((each) => each.split(' (')[0] === place);
        const said = items[found]?.split(' (')[1]?.slice(0, -1).split(', ') ?? [];
        if (reads && !said.includes(reads)) {
            said.push(reads);
        }
        items.splice(found < 0 ? items.length : found, 1, said.length ? `${place} (${said.join(', ')})` : place);
        field.value = items.join('; ');
        now.querySelector('details').open = true;
    };

    for (const at of form.querySelectorAll('.desk-place')) {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'desk-place';
        button.textContent = at.textContent;
        button.dataset.place = at.dataset.place;
        button.setAttribute('aria-label', at.dataset.said);
        // What has the focus keeps it: the place is cited for that.
        button.addEventListener('mousedown', (event) => event.preventDefault());
        button.addEventListener('click', () => cite(at.dataset.called));
        at.replaceWith(button);
    }
    for (const draft of drafts) {
        draft.addEventListener('focusin', () => pressed || go(draft));
        draft.addEventListener('click', () => go(draft));
    }
    // The draft that is left is closed: what lies under a finger that is down must not move away from it.
    document.addEventListener('pointerdown', () => {
        pressed = true;
    });
    for (const ended of ['pointerup', 'pointercancel']) {
        document.addEventListener(ended, () => {
            pressed = false;
        });
    }
    form.addEventListener('change', (event) => {
        const draft = event.target.closest('[data-draft]');
        if (draft && event.target.name.endsWith('-decided')) {
            const before = draft.dataset.state;
            done.push(() => {
                radio(draft, before).checked = true;
            });
            count();
        }
    });
    sure?.addEventListener('click', (event) => {
        event.preventDefault();
        const all = open.filter(isSure);
        if (all.length) {
            decide('accept', ...all);
        }
        said.textContent = said.dataset.said.replace('%1', all.length);
    });

    const keys = {
        j: () => move(1),
        k: () => move(-1),
        Enter: () => {
            decideNow('accept');
            move(1);
        },
        e: () => {
            const edit = now.querySelector('details');
            edit.open = true;
            edit.querySelector('input, select').focus();
        },
        x: () => decideNow('drop'),
        X: () => decideNow('not-here'),
        g: () => {
            digits = '';
        },
        z: () => {
            done.pop()?.();
            count();
        },
    };
    const always = ['j', 'k', 'g', 'z'];
    document.addEventListener('keydown', (event) => {
        const at = event.target;
        const typing = at.matches('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]');
        if (typing && at.closest('[data-draft]') && !event.isComposing) {
            // A field is left by what is decided of its own draft, or for the list as it is.
            if (event.key === 'Enter' && !event.ctrlKey && !event.altKey && !event.metaKey) {
                event.preventDefault();
                keys.Enter();
            } else if (event.key === 'Escape') {
                stand(now);
            }
        }
        const presses = event.key === 'Enter' && at.matches('a, button, summary, input');
        if (typing || presses || !on.checked || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) {
            digits = null;
            return;
        }
        if (digits !== null && /^\d$/.test(event.key)) {
            digits += event.key;
            event.preventDefault();
            if (Number(digits) * 10 <= paragraphs) {
                return; // there may be another digit
            }
        }
        if (digits) { // any other key ends the number
            event.preventDefault();
            form.querySelector(`[data-place="paragraph-${digits}"]`)?.click();
            digits = null;
            return;
        }
        digits = null;
        const act = keys[event.key];
        if (act && (now || always.includes(event.key))) {
            event.preventDefault();
            act();
        }
    });
    document.querySelector('#desk-keys ul').prepend(...document.getElementById('reading-keys').children);
    count();
});
