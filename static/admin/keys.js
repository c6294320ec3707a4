// Keys for what a page of the desk lets one do: presses its own buttons and links, and lists the keys under "?".
'use strict';
document.addEventListener('DOMContentLoaded', () => {
    const shown = document.getElementById('desk-keys');
    if (!shown) {
        return;
    }
    // Only Ctrl or Alt alone with a key: typing stays typing, and Ctrl+Shift and Alt+Shift switch the input method.
    const keys = new Map();
    const on = document.getElementById('keys-on');
    on.checked = localStorage.getItem('desk-keys') !== 'off';
    on.addEventListener('change', () => localStorage.setItem('desk-keys', on.checked ? 'on' : 'off'));
    let left = null;
    const toggle = () => {
        // One stands at the list while it is open, and after it where one was.
        shown.open = !shown.open;
        if (shown.open) {
            left = document.activeElement;
            shown.querySelector('summary').focus();
        } else {
            left?.focus();
            if (left === document.body) {
                document.activeElement.blur();
            }
            left = null;
        }
    };
    const offer = (key, does, act, target) => {
        keys.set(key, act);
        target?.setAttribute('aria-keyshortcuts', key.replace('Ctrl', 'Control'));
        const item = document.createElement('li');
        const name = document.createElement('kbd');
        name.textContent = key;
        item.append(name, ` ${does}`);
        on.closest('li').before(item);
    };
    const press = (key, ...choices) => {
        const target = choices.map((each) => document.querySelector(`#content ${each}`)).find(Boolean);
        if (target) {
            offer(key, (target.value && target.matches('input') ? target.value : target.textContent).trim(), () => target.click(), target);
        }
    };
    press('Ctrl+S', 'input[name="_continue"]', 'button[name="_save"]', 'input[name="_save"]');
    press('Ctrl+Enter', 'button[value="approve"]', 'button[value="submit"]', 'button[value="submit_for_review"]');
    press('Alt+S', 'input[name="_save"]');
    press('Alt+M', 'input[name="_addanother"]');
    press('Alt+A', 'button[name="_agreement"]');
    press('Alt+U', 'button[value="publish"]');
    press('Alt+W', 'button[value="withdraw"]');
    press('Alt+K', 'button[value="back_to_draft"]');
    const back = document.querySelector('#content button[value="return"]');
    if (back) {
        const words = document.getElementById('words');
        offer('Alt+R', back.textContent.trim(), () => (words.value.trim() ? back.click() : words.focus()), back);
    }
    press('Alt+N', '[data-next]', 'a.addlink');
    for (const target of document.querySelectorAll('#content [data-key]')) {
        offer(target.dataset.key, target.textContent.trim(), () => target.click(), target);
    }
    const source = document.querySelector('#content .places input');
    if (source) {
        offer('Alt+G', document.getElementById('form-source').textContent.trim(), () => source.focus());
    }
    const sections = [...document.querySelectorAll('#content h2')];
    const go = (step) => {
        // How many begin before where one is.
        const here = document.activeElement;
        const before = sections.filter((each) => each.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING).length;
        const section = sections[step < 0 ? before - 1 : before + sections.includes(here)];
        if (section) {
            section.tabIndex = -1;
            section.focus();
        }
    };
    if (sections.length > 1) {
        offer('Alt+PageDown', shown.dataset.down, () => go(1));
        offer('Alt+PageUp', shown.dataset.up, () => go(-1));
    }
    shown.hidden = !keys.size;
    // Before anything else hears of it: a list of choices keeps what is typed into it to itself.
    document.addEventListener('keydown', (event) => {
        const typing = event.target.matches('input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]');
        if (on.checked && event.key === '?' && !typing && !event.isComposing && !event.ctrlKey && !event.altKey && !event.metaKey
            || event.key === 'Escape' && shown.open && shown.contains(event.target)) {
            event.preventDefault();
            toggle();
            return;
        }
        const control = event.ctrlKey || event.metaKey;
        if (event.isComposing || event.repeat || event.shiftKey || control === event.altKey) {
            return;
        }
        const name = event.key.length === 1 ? event.key.toUpperCase() : event.key;
        const act = keys.get(`${control ? 'Ctrl' : 'Alt'}+${name}`);
        if (act) {
            event.preventDefault();
            event.stopPropagation();
            act();
        }
    }, true);
});
