// Vietnamese words in slugs: Django's own table makes "đ" into "dj" and drops "ạ" (it lists no Vietnamese), and the dash of 2025–2030.
'use strict';
{
    const urlify = window.URLify;
    window.URLify = (text, length, unicode) => urlify(
        text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').replace(/[–—]/g, '-'),
        length,
        unicode,
    );
}
