// What people say under the story, in five languages: names, links, lists, code and quotations, forks and chains,
// and scripts of both directions side by side.

const longest =
  "Maximiliane Freifrau von Hohenstein-Achterberg zu Niederwalden-Sonnefeld, geborene Gräfin Lamberg";
const code = `    saved   = 6400 * 62 * 0.7 / 1000 * 4.5 * 365   # 456,221 kWh a year
    standby = 6400 * 1.0 / 1000 * 24 * 365         #  56,064 kWh a year`;

/** A comment as `[name, text, …replies]`. */
export const conversations = {
  en: [
    [
      "Ruth Adeyemi",
      `I finish night shifts at half past four and cycle home along three of these streets. Dimmed is not dark: in last month’s test on Ferry Road I could read the street signs, and without the glare I saw more of the road surface than before.

What did not work was the underpass at Bell Hill, where a third of a weak lamp is nothing at all. *Leave the underpasses alone* and I am for it.`,
      [
        "Imogen Vale",
        "Thank you. I put the underpass to the council this morning: all underpasses were meant to be exempt. The [corrected street map](https://porthallow.example/lamps/map) is out now.",
        ["Tomasz Wieczorek", "Good to see a question in the comments become a correction by lunchtime."],
      ],
      [longest, "The same is true of the steps behind the library. Lamps there are spaced for full power."],
      ["Leonie Marsh", "And of the towpath."],
      ["Ji-woo Han", "And of the car park at the station, after the last train."],
    ],
    [
      "Daniel Osei",
      `> The council expects to save about 456,000 kilowatt-hours a year, roughly what 130 homes use.

Is that net of the new controllers? 6,400 of them on standby around the clock must use something.`,
      [
        "Petra Lindqvist",
        `The gross figure holds, so yes, take the standby off it:\n\n${code}\n\nStill 400,000 to the good, at a watt each.`,
        [
          "Daniel Osei",
          "A better answer than the tender gave. `0.7` takes every lamp to be at the full 62 watts before midnight, and the newer half is not, but the order of magnitude stands.",
        ],
      ],
    ],
    [
      "Amara Nwosu",
      `Three things I would want **measured**, starting before the trial and not after it:

- Collisions and falls by the hour, on dimmed and undimmed streets alike
- Calls to the police between half past midnight and five
- Moths and bats at the Saltmarsh reserve, which has ten years of counts

Otherwise we will be trading impressions again in 2028.`,
    ],
    [
      "فرزانہ قریشی",
      "میں رات کو ٹیکسی چلاتی ہوں۔ روشنی کم ہو تو چکاچوند بھی کم ہوتی ہے، مگر جہاں زیبرا کراسنگ ہے وہاں پوری روشنی رہنی چاہیے۔ کیا کراسنگ کے آس پاس کے 30 میٹر بھی مستثنیٰ ہیں؟",
      [
        "Callum Reid",
        "Yes: the notice says “crossings and 25 metres either side”. Not quite your 30, but close.",
      ],
      ["דניאל לוי", "ומה עם הגשר הקטן ליד השוק? שם אין מעבר חציה."],
    ],
    [
      "Oskar Brandt",
      "See https://porthallow.example/archive/2019/quay-lane/lighting-trial/results-with-appendices-and-a-very-long-name.html and Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft.",
      [
        "Sunniva Dahl",
        "I would rather they mended the forty lamps on Harbour Street that have been out since spring.",
      ],
    ],
  ],
  ar: [
    [
      "روث أدييمي",
      `أنهي مناوبتي الليلية في الرابعة والنصف وأعود بالدراجة عبر ثلاثة من هذه الشوارع. التخفيف ليس ظلامًا: في تجربة الشهر الماضي في شارع فيري استطعت قراءة اللافتات.

ما لم ينجح هو نفق تل الجرس، *اتركوا الأنفاق على حالها* وأنا مع القرار.`,
      [
        "إيموجن فيل",
        "شكرًا لك. سألت المجلس عن النفق هذا الصباح. صدرت الآن [خريطة الشوارع المصححة](https://porthallow.example/lamps/map).",
        ["Tomasz Wieczorek", "Good to see a question in the comments become a correction by lunchtime."],
      ],
      [longest, "ينطبق الأمر نفسه على الدرج خلف المكتبة."],
      ["ليوني مارش", "وعلى ممر القناة أيضًا."],
      ["جي-وو هان", "وعلى موقف السيارات عند المحطة بعد آخر قطار."],
    ],
    [
      "دانيال أوسي",
      `> يتوقع المجلس توفير نحو 456 ألف كيلوواط ساعة في العام.

هل هذا بعد خصم استهلاك وحدات التحكم الجديدة؟ لا بد أن 6400 وحدة تستهلك شيئًا.`,
      [
        "بترا لندكفست",
        `الرقم الإجمالي صحيح، فاخصموا منه ذلك:\n\n${code}\n\nيبقى 400 ألف.`,
        [
          "دانيال أوسي",
          "جواب أوضح مما جاء في المناقصة. المعامل `0.7` يفترض أن كل مصباح يعمل بقدرة 62 واط قبل منتصف الليل.",
        ],
      ],
    ],
    [
      "أمارا نوسو",
      `ثلاثة أمور أود **قياسها** قبل بدء التجربة:

- الحوادث وحالات السقوط بالساعة
- الاتصالات بالشرطة بين منتصف الليل والخامسة
- الفراشات والخفافيش في محمية السبخة`,
    ],
    [
      "Callum Reid",
      "Yes: the notice says “crossings and 25 metres either side”.",
      ["فرزانة قريشي", "وماذا عن شارع Harbour Street رقم 12؟"],
    ],
  ],
  fa: [
    [
      "روت ادیمی",
      "من ساعت چهار و نیم صبح از شیفت شب برمی‌گردم و از سه خیابان از این خیابان‌ها با دوچرخه رد می‌شوم. کم‌نور یعنی تاریک نیست.",
      [
        "ایموجن ویل",
        "سپاس. امروز صبح دربارهٔ زیرگذر از شورا پرسیدم.",
        ["Tomasz Wieczorek", "Good to see it corrected by lunchtime."],
      ],
      ["لئونی مارش", "و مسیر کنار آبراه هم همین‌طور."],
    ],
    [
      "آمارا نووسو",
      "سه چیز را باید **سنجید**:\n\n- برخوردها و افتادن‌ها در هر ساعت\n- تماس‌ها با پلیس\n- شب‌پره‌ها و خفاش‌ها",
    ],
  ],
  ur: [
    [
      "فرزانہ قریشی",
      "میں رات کو ٹیکسی چلاتی ہوں۔ روشنی کم ہو تو چکاچوند بھی کم ہوتی ہے، مگر جہاں زیبرا کراسنگ ہے وہاں پوری روشنی رہنی چاہیے۔ کیا کراسنگ کے آس پاس کے 30 میٹر بھی مستثنیٰ ہیں؟",
      ["روتھ ادیئمی", "جی ہاں، نوٹس میں یہی لکھا ہے۔", ["Callum Reid", "Not quite your 30, but close."]],
      ["لیونی مارش", "اور نہر کے کنارے کا راستہ بھی۔"],
    ],
    ["امارا نووسو", "تین چیزیں **ناپی** جائیں:\n\n- ہر گھنٹے کے حادثے\n- پولیس کو فون\n- پروانے اور چمگادڑ"],
  ],
  he: [
    [
      "רות אדיימי",
      "אני מסיימת משמרות לילה בארבע וחצי ורוכבת הביתה דרך שלושה מהרחובות האלה. עמום אינו חשוך: בניסוי של החודש שעבר ברחוב המעבורת יכולתי לקרוא את השלטים.",
      [
        "אימוג׳ן וייל",
        "תודה. שאלתי את המועצה על המעבר התחתי הבוקר.",
        ["Tomasz Wieczorek", "Good to see it corrected by lunchtime."],
      ],
      ["לאוני מארש", "וגם השביל שלאורך התעלה."],
    ],
    [
      "אמארה נווסו",
      "שלושה דברים שכדאי **למדוד**:\n\n- תאונות ונפילות לפי שעה\n- קריאות למשטרה\n- עשים ועטלפים",
    ],
  ],
};
