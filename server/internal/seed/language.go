package seed

import "strings"

// Language is how one people writes: its frequent words, and the letters of which rare ones are made up.
type Language struct {
	Tag    string
	share  int    // of a hundred stories
	common string // frequent words, most frequent first
	// Letters of made-up syllables: a consonant, a vowel and now and then another consonant.
	consonants, vowels string
	between            string // words
	stop               string // ends a sentence
	given, family      string // names
}

func (l Language) words() []string { return strings.Fields(l.common) }

// Invented is no people's language: all its words are made up, in twenty Latin letters.
var Invented = Language{Tag: "x-invented", consonants: "bdfghklmnprstvw", vowels: "aeiou", between: " ", stop: "."}

// Languages are those of a seeded site, in most of the world's scripts.
var Languages = []Language{
	{
		Tag: "en", share: 46, between: " ", stop: ".", consonants: "bcdfghklmnprstvw", vowels: "aeiou",
		common: "the of and to a in is that it was for on are as with they be at one have this from by not but what all were when we there can an your which their said if will each about how up out them then she many some so these would other into has more her two like him see time could no make than been its now people my made over did down only way find use may water long little very after words called just where most know",
		given:  "Anna Ben Carol Dev Ella Frank Grace Hugh Iris Jack Kate Liam Maya Noah Olive Paul Quinn Rose Sam Tess", family: "Adams Brook Carter Dale Ellis Frost Grant Hill Irwin Jones King Lane Moss Nash Owen Price Reed Shaw Todd West",
	},
	{
		Tag: "de", share: 9, between: " ", stop: ".", consonants: "bdfghklmnprstwz", vowels: "aeiouäöü",
		common: "die der und in zu den das nicht von sie ist des sich mit dem dass er es ein ich auf so eine auch als an nach wie im für man aber aus durch wenn nur war noch werden bei hat wir was wird sein einen welche sind oder um haben einer mir über ihm diese einem ihr uns da zum kann doch vor dieser mich ihn du hatte seine mehr am denn nun unter sehr selbst schon hier bis habe ihre dann ihnen seiner alle wieder meine Zeit",
		given:  "Anke Bernd Clara Dieter Elke Florian Greta Heinz Ines Jörg Karin Lukas Mareike Nils Petra Ralf Silke Timo Uwe Wiebke", family: "Bauer Fischer Groß Hahn Jung Köhler Lang Meyer Neumann Otto Pfeifer Roth Schäfer Thiel Vogel Weiß Ziegler",
	},
	{
		Tag: "fr", share: 6, between: " ", stop: ".", consonants: "bcdfglmnprstv", vowels: "aeiouéè",
		common: "de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont mais comme ou si leur y dont tout nous sa ses avec cette peut fait sans elle deux aussi même ces être bien où encore entre autres après faire elles temps ans très tous avait fut déjà monde jour pays année rien vie depuis eau ville",
		given:  "Amélie Bruno Chloé Denis Élise Fabien Gaël Hélène Inès Julien Léa Marc Noémie Olivier Pauline Rémi Sophie Théo", family: "Bernard Caron Dubois Faure Girard Henry Lambert Moreau Noël Petit Roux Simon Vidal",
	},
	{
		Tag: "es", share: 7, between: " ", stop: ".", consonants: "bcdfglmnprstvz", vowels: "aeiouáó",
		common: "de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha me si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta desde está mi porque qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde bien tiempo mismo ese ahora cada vida otro después otros mundo agua",
		given:  "Ana Bruno Carmen Diego Elena Felipe Gloria Hugo Inés Javier Lucía Marta Nicolás Óscar Paula Raúl Sofía Tomás", family: "Blanco Castro Díaz Flores García Herrera Iglesias León Marín Núñez Ortiz Peña Ramos Soto Vega",
	},
	{
		Tag: "pl", share: 3, between: " ", stop: ".", consonants: "bcdgklmnprstwzłś", vowels: "aeiouyąę",
		common: "i w nie na się z do to że jest o jak a ale po co tak za od ja go już tylko przez mnie jego czy był ich może być dla mi sobie był była tym jeszcze kiedy bardzo pod przed więc nic gdy mu bez ten nawet tu teraz aby jej ludzi wszystko lat dobrze tam raz który miasto woda",
		given:  "Agata Bartek Celina Dawid Ewa Filip Grażyna Hubert Iwona Jacek Łucja Michał Ola Piotr Zofia", family: "Adamek Bąk Czarny Dudek Gajda Król Lis Mazur Nowak Sowa Wójcik Zając",
	},
	{
		Tag: "tr", share: 3, between: " ", stop: ".", consonants: "bcçdgklmnprsştyz", vowels: "aeıioöuü",
		common: "bir ve bu da de için o ile çok ne daha gibi var ama en kadar sonra ben her olarak olan ki diye değil mi iki olduğu göre yok ya şey şimdi zaman onu içinde önce hiç bana benim büyük sen nasıl iyi yeni kendi böyle hem ancak su insan gün yer",
		given:  "Ayşe Burak Ceren Deniz Elif Furkan Gül Hakan İpek Kerem Leyla Murat Nur Özge Selin Umut", family: "Acar Bulut Çelik Demir Erdem Güneş Kaya Öztürk Şahin Yıldız",
	},
	{
		Tag: "ru", share: 5, between: " ", stop: ".", consonants: "бвгдзклмнпрстшч", vowels: "аеиоуыя",
		common: "и в не на я что он с как это а по но они к у ты из мы за вы так же от сказал этот который мочь человек о один ещё бы такой только себя своё какой когда уже для вот кто да говорить год знать мой до или если время рука нет самый ни стать большой даже другой наш свой ну под где дело есть сам раз чтобы два там чем глаз жизнь первый день вода",
		given:  "Анна Борис Вера Глеб Дарья Егор Жанна Иван Кира Лев Мария Никита Ольга Павел Раиса Степан Юлия", family: "Белов Волков Громов Жуков Зайцева Козлов Лебедева Морозов Новикова Орлов Соколова Чернов",
	},
	{
		Tag: "el", share: 2, between: " ", stop: ".", consonants: "βγδθκλμνπρστφχ", vowels: "αειοηωυ",
		common: "και το να του η της με που την από για τα ο είναι των σε ο οι στο θα τη στην τον τους δεν τις ένα μια ότι ή στη αυτό όπως αν πολύ μας μου κάθε όταν αλλά πιο μετά μέσα πριν χρόνια νερό πόλη",
		given:  "Άννα Βασίλης Γιώργος Δήμητρα Ελένη Θανάσης Κώστας Μαρία Νίκος Σοφία", family: "Βλάχος Γεωργίου Δημητρίου Νικολάου Παππάς",
	},
	{
		Tag: "ar", share: 5, between: " ", stop: ".", consonants: "بتجحدرسشطعفقكلمنهوي", vowels: "اوي",
		common: "في من على أن إلى عن مع هذا كان التي ما لا هذه الذي بعد كل قد ذلك بين أو قبل حتى إذا عند كما هو هي لم ثم حيث غير منذ أي نحن الناس الماء المدينة اليوم الوقت السنة الحياة العالم شيء كثير يمكن يجب",
		given:  "أحمد بسمة جمال دينا رامي زينب سامر فاطمة كريم ليلى مريم نادر هدى ياسر", family: "الحسن الخطيب السيد الشامي العلي المصري النجار",
	},
	{
		Tag: "ur", share: 2, between: " ", stop: "۔", consonants: "بپتٹجچحدڈرزسشفقکگلمنوہی", vowels: "اوی",
		common: "کے میں کی ہے اور سے کا کو اس ہیں نے پر یہ کہ کر ایک بھی نہیں تھا وہ تو ہو گیا جو لیے بعد تھے تک ان ہم اپنے کیا لوگ پانی شہر وقت سال زندگی بات دن کچھ بہت",
		given:  "احمد بلال ثنا جاوید حنا زارا سلیم عائشہ فرحان کامران مریم نادیہ", family: "بٹ خان شاہ قریشی ملک",
	},
	{
		Tag: "he", share: 2, between: " ", stop: ".", consonants: "בגדהזחטכלמנספצקרשת", vowels: "אוי",
		common: "של את על לא זה הוא עם כי גם היא אני מה כל או אבל יש אם רק היה אחד לפני אחרי בין עד כמו יותר אין שלא אנחנו הם עוד כך כאן שם מים עיר יום שנה זמן חיים אנשים דבר",
		given:  "אבי גילה דנה הדס יואב כרמל ליאור מאיה נועם רות שירה תמר", family: "ברק גולן כהן לוי מזרחי שגיא",
	},
	{
		Tag: "hi", share: 3, between: " ", stop: "।", consonants: "कखगचजटडतदनपबमरलवसह", vowels: "ािीुूेैो",
		common: "के में की है और से का को इस हैं ने पर यह कि कर एक भी नहीं था वह तो हो गया जो लिए बाद थे तक उन हम अपने क्या लोग पानी शहर समय साल जीवन बात दिन कुछ बहुत",
		given:  "अमित भावना चेतन दीपा गीता हरीश जया किरण मोहन नेहा राहुल सीमा", family: "गुप्ता जोशी मेहता पटेल राव शर्मा वर्मा",
	},
	{
		Tag: "zh", share: 3, stop: "。", consonants: "国城市水路车学家书桥风山河木花石雨火天地", vowels: "人事情话时间日年心手口门声光色气力边面头",
		common: "的 是 了 在 我 有 和 就 不 人 都 一个 上 也 很 到 说 要 去 你 会 着 没有 看 好 自己 这 那 我们 他们 因为 所以 但是 可以 现在 问题 时候 知道 觉得 应该 城市 生活",
		given:  "安 博 晨 丹 芳 刚 华 静 丽 敏 强 涛 伟 霞 勇", family: "陈 李 刘 王 张 赵 周",
	},
	{
		Tag: "ja", share: 2, stop: "。", consonants: "町水道車学本橋風山川木花石雨火空土駅店海", vowels: "人事話時間日年心手口門声光色気力辺面",
		common: "の は を に が と で も から まで この その 私 です ます した ある いる こと もの ため よう そして しかし また とても 今 年 日 人 水 町 時間 問題 思う 言う 見る 行く 来る",
		given:  "愛 一郎 恵子 健 さくら 翔 直美 真理 裕太", family: "伊藤 加藤 佐藤 鈴木 高橋 田中",
	},
	{
		Tag: "ko", share: 1, between: " ", stop: ".", consonants: "가나다라마바사아자하고노도로모보소오조호", vowels: "을는이의에지기리시",
		common: "이 그 것 수 등 들 및 그리고 하지만 있는 하는 없는 우리 나는 너무 정말 사람 시간 도시 물 오늘 지금 문제 생각 많이 모든 다시 이미 여기 같은 때문에 대한 위해",
		given:  "민준 서연 지우 하은 도윤 수빈 예준", family: "김 박 이 정 최",
	},
	{
		Tag: "sw", share: 1, between: " ", stop: ".", consonants: "bdfghjklmnpstwyz", vowels: "aeiou",
		common: "na ya wa kwa ni katika za la kuwa hii cha watu ambayo pia kama au hiyo moja siku mji maji wakati mwaka maisha sana lakini baada kila nini sasa hapa huyo wote",
		given:  "Amani Baraka Chiku Dalila Faraja Juma Neema Rehema Zawadi", family: "Kamau Mushi Njoroge Otieno",
	},
}
