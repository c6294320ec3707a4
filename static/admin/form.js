// The form of a record: names for its choices, how dates are understood, what is missing, rows, chips of sources, keys.
'use strict';
{
    const $ = window.django.jQuery;
    const named = (select) => {
        // select2 gives its fields no name of their own.
        const label = document.querySelector(`label[for="${select.id}"]`);
        const box = select.nextElementSibling;
        if (!label || !box?.matches('.select2-container')) {
            return;
        }
        label.id ||= `${select.id}-label`;
        const single = box.querySelector('.select2-selection--single');
        single?.setAttribute('aria-labelledby', `${label.id} ${single.getAttribute('aria-labelledby') || ''}`.trim());
        box.querySelector('.select2-selection__rendered[role="textbox"]')?.setAttribute('aria-labelledby', label.id);
        box.querySelector('.select2-search__field')?.setAttribute('aria-labelledby', label.id);
    };
    const choices = (within) => [...within.querySelectorAll('select.admin-autocomplete:not([name*="__prefix__"])')];

    const understand = async (input) => {
        const output = input.closest('.field').querySelector('.reads');
        const text = input.value;
        const address = new URL(input.dataset.understood, location);
        address.searchParams.set('text', text);
        const answer = text.trim() ? await fetch(address).catch(() => ({ ok: false })) : null;
        if (answer && !answer.ok) {
            return;
        }
        const said = answer ? await answer.json() : {};
        if (input.value === text) {
            output.textContent = said.reads || said.error || '';
            output.classList.toggle('wrong', Boolean(said.error));
        }
    };

    const rowOf = (element) => element?.closest?.('.rows .inline-related');
    const rowsOf = (group) => [...group.querySelectorAll('.inline-related:not(.empty-form)')];
    const controls = (row) => [...row.querySelectorAll('input:not([type="hidden"]), select, textarea')].filter((each) => each.name);
    const isNew = (row) => !row.matches('.has_original');
    const given = (field) => {
        if (field.matches('[type="checkbox"]')) {
            return field.checked !== field.defaultChecked;
        }
        if (field.matches('select')) {
            const before = [...field.options].filter((option) => option.defaultSelected).map((option) => option.value);
            return (field.multiple ? [...field.selectedOptions].length : field.value) && field.value !== (before[0] ?? '');
        }
        return field.value !== field.defaultValue;
    };
    // What it took of the ticked passages does not fill a row.
    const isEmpty = (row) => isNew(row) && !controls(row).some((each) => given(each) && !each.dataset.took);
    const focusOn = (field) => {
        const box = field?.nextElementSibling;
        (box?.matches('.select2-container') ? box.querySelector('.select2-selection--single, .select2-search__field') : field)?.focus();
    };
    const enter = (row) => {
        // The others shut, each a line again, but for what is wrong in them.
        for (const each of document.querySelectorAll('.rows details[open]:not(:has(.errorlist))')) {
            each.open = row.contains(each);
        }
        row.querySelector('details').open = true;
        focusOn(controls(row)[0]);
    };
    const next = (group) => {
        // The empty row at the end; there is always one.
        const last = rowsOf(group).at(-1);
        if (!last || !isEmpty(last)) {
            group.querySelector('.add-row a')?.click();
        }
        enter(rowsOf(group).at(-1));
    };
    const words = (field) => {
        if (!field.matches('select')) {
            return field.value;
        }
        const texts = [...field.selectedOptions].map((option) => option.textContent.trim());
        return texts.filter((text) => !/^-+$/.test(text)).join(', ');
    };
    // Of a passage only where it is: “article, paragraph 2: what it says”.
    const place = (label) => label.trim().split(': ')[0].split(', ').at(-1);
    const tell = (row) => {
        for (const cell of row.querySelectorAll('summary .cell')) {
            const field = controls(row).find((each) => each.name.endsWith(`-${cell.dataset.of}`));
            if (!field) {
                continue;
            }
            const cites = cell.dataset.of === 'passages';
            cell.textContent = cites ? [...field.selectedOptions].map((option) => place(option.textContent)).join(', ') : words(field);
        }
    };

    // Passages that are ticked when a row is begun are its own; what was begun before and has none takes them, too.
    const take = () => {
        const ticked = [...document.querySelectorAll('.places :checked')];
        const begun = [...document.querySelectorAll('.rows .inline-related:not(.empty-form)')].filter((row) => isNew(row) && !isEmpty(row));
        const own = document.querySelector('.bar[data-adding] ~ div select[name="passages"]');
        for (const select of [own, ...begun.map((row) => row.querySelector('select[name$="-passages"]'))]) {
            if (select && !select.selectedOptions.length && ticked.length) {
                select.append(...ticked.map((each) => new Option(each.dataset.label, each.value, false, true)));
                $(select).trigger('change');
                select.dataset.took = '1';
            }
        }
    };
    document.addEventListener('DOMContentLoaded', () => {
        for (const shut of document.querySelectorAll('details[data-load]')) {
            // Asked when it is wanted: to look takes the package on trial.
            shut.addEventListener('toggle', async () => {
                const answer = await fetch(shut.dataset.load).catch(() => ({ ok: false }));
                if (answer.ok) {
                    shut.querySelector('div').innerHTML = await answer.text();
                }
            }, { once: true });
        }
        document.querySelectorAll('.rows .inline-related').forEach(tell);
        document.querySelector('.bar[data-adding] ~ div fieldset.module :is(input:not([type="hidden"]), select, textarea)')?.focus();
        for (const button of document.querySelectorAll('.row-head button')) {
            button.hidden = false;
            button.addEventListener('click', () => next(button.closest('.inline-group')));
        }

        let asked;
        $(document).on('select2:opening', (event) => {
            asked = event.target;
        });
        // What is at hand comes first: passages of the articles beside the form, the parties of its own rows.
        $.ajaxPrefilter((options) => {
            const near = asked?.dataset.fieldName === 'passages' ? document.querySelector('.beside')?.dataset.near.split(' ') ?? []
                : asked?.dataset.near ? [...document.querySelectorAll(asked.dataset.near)].map((each) => each.value) : [];
            options.data += near.filter(Boolean).map((each) => `&near=${encodeURIComponent(each)}`).join('');
        });
        $(() => {
            choices(document).forEach(named);
            // What is to be mended; else where one has gone already, to a list that select2 has hidden since.
            focusOn(document.querySelector('.field.errors :is(input, select, textarea)') || document.activeElement);
        });
        // At once: what is typed before select2 moves there by itself is lost.
        $(document).on('select2:open', () => document.querySelector('.select2-container--open .select2-search__field')?.focus());
        // select2 tells of choices by events of jQuery alone.
        $(document).on('change', '.rows .inline-related', (event) => changed(event.target));
        document.addEventListener('formset:added', (event) => {
            choices(event.target).forEach(named);
            tell(event.target);
        });
    });
    // The side of each party that nobody has chosen follows from who they are, as a save would fill it.
    const fillSides = async (group) => {
        const rows = rowsOf(group).map((row) => [row.querySelector('[name$="-partner"]'), row.querySelector('[data-sides]')])
            .filter(([partner, side]) => partner?.value && side);
        const isOpen = ([, side]) => !side.value || side.dataset.guessed;
        if (!rows.some(isOpen)) {
            return;
        }
        const address = new URL(rows[0][1].dataset.sides, location);
        for (const each of rows) {
            address.searchParams.append('partner', each[0].value);
            address.searchParams.append('side', isOpen(each) ? '' : each[1].value);
        }
        const asked = group.dataset.asked = String(address);
        const answer = await fetch(address).catch(() => ({ ok: false }));
        if (!answer.ok) {
            return;
        }
        const { sides } = await answer.json();
        if (group.dataset.asked !== asked) {
            return; // another has been chosen meanwhile
        }
        rows.filter(isOpen).forEach((each) => {
            each[1].value = sides[rows.indexOf(each)];
            each[1].dataset.guessed = '1';
            tell(rowOf(each[1]));
        });
    };
    const changed = (field) => {
        const row = rowOf(field);
        if (field.matches('[data-sides]')) {
            delete field.dataset.guessed;
        } else if (field.matches('[name^="parties-"][name$="-partner"]')) {
            fillSides(row.closest('.inline-group'));
        }
        const cites = controls(row).find((each) => each.name.endsWith('-passages'));
        if (cites === field) {
            delete field.dataset.took;
        } else if (!isEmpty(row)) {
            take();
        } else if (cites?.dataset.took) {
            $(cites).empty().trigger('change');
        }
        tell(row);
        const group = row.closest('.inline-group');
        if (rowsOf(group).at(-1) === row && !isEmpty(row)) {
            group.querySelector('.add-row a')?.click();
        }
    };
    document.addEventListener('change', (event) => {
        if (event.target.matches('[data-understood]')) {
            understand(event.target);
        }
    });
    document.addEventListener('click', (event) => {
        // After a removal one stands in the row above, or at the heading.
        if (event.target.matches('.inline-deletelink')) {
            const row = rowOf(event.target);
            const group = row?.closest('.inline-group') || document.querySelector('.inline-group');
            const above = row?.previousElementSibling?.querySelector('summary');
            setTimeout(() => (above || group.querySelector('summary'))?.focus());
        }
    }, true);
    document.addEventListener('keydown', (event) => {
        const row = rowOf(event.target);
        if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
            return;
        }
        if (event.key === 'Enter' && row && event.target.matches('input:not(.select2-search__field)')) {
            event.preventDefault();
            const rows = rowsOf(row.closest('.inline-group'));
            const following = rows[rows.indexOf(row) + 1];
            if (!following || isEmpty(following)) {
                next(row.closest('.inline-group'));
            } else {
                enter(following);
            }
        }
        if (event.key === 'Escape' && row && isEmpty(row) && !document.querySelector('.select2-container--open')) {
            row.querySelector('details').open = false;
            row.querySelector('summary').focus();
        }
    });
}
