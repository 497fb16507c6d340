"""French, as it is spoken on a podcast."""

from translate.languages.french_registers import REGISTERS
from translate.languages.language import Language

LANGUAGE = Language(
    code="fr",
    name="French",
    elisions=frozenset("l d j m t s n c qu lorsqu jusqu puisqu quoiqu quelqu presqu".split()),
    abbreviations=frozenset(
        """
        m mm mme mmes mlle mlles dr pr me mgr st ste cf etc ex p pp n no env vol chap art fig tél av bd ed
        éd min max hum réf vs s.a
        """.split()
    ),
    clause_openers=(
        "et du coup",
        "et donc",
        "et puis",
        "et après",
        "et alors",
        "et en fait",
        "et là",
        "mais du coup",
        "parce que",
        "parce qu'",
        "c'est-à-dire",
        "du coup",
        "en fait",
        "alors que",
        "voilà",
        "donc",
        "mais",
        "puis",
        "alors",
        "ensuite",
        "sauf que",
        "tandis que",
        "même si",
        "quand",
        "et",
        "ou",
        "si",
    ),
    conjunctions=frozenset(
        """
        et ou mais donc or ni car que qui dont où quand lorsque puisque parce comme si quoique alors puis
        afin tandis pourtant laquelle lequel lesquels lesquelles qu' lorsqu' puisqu' quoiqu' comment
        pourquoi
        """.split()
    ),
    prepositions=frozenset(
        """
        de du des d' à au aux en dans sur sous pour par avec sans chez vers entre contre depuis pendant
        avant après dès selon malgré parmi jusque jusqu' jusqu'à durant
        """.split()
    ),
    pronouns=frozenset(
        """
        je j' tu il elle on nous vous ils elles me m' te t' se s' le lui leur y en ça cela ce c'
        """.split()
    ),
    determiners=frozenset(
        """
        le la l' les un une des du au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre
        vos leur leurs quelque quelques chaque plusieurs tout toute tous toutes aucun aucune
        """.split()
    ),
    plural_determiners=frozenset(
        """
        les des ces mes tes ses nos vos leurs quelques plusieurs certains certaines quels quelles différents différentes
        deux trois quatre cinq six sept huit neuf dix douze quinze vingt trente quarante cinquante cent
        """.split()
    ),
    auxiliaries=frozenset(
        """
        ai as a avons avez ont avais avait avaient aurai aura auront suis es est sommes êtes sont étais
        était étaient serai sera seront vais vas va allons allez vont ne n' pas plus jamais peut peux
        peuvent dois doit doivent faut veux veut fait sera serait soit soient pouvait pourrait devrait
        allait allaient
        """.split()
    ),
    transitions=(
        (
            r"je (?:vous|te) propose (?:maintenant |donc |alors |tout de suite |peut-être )?"
            r"(?:de|d'\w+|qu'on)"
        ),
        (
            r"(?:on|je|nous) (?:va|vais|allons) (?:passer|enchaîner|avancer|attaquer|aborder|dérouler|"
            r"commencer|démarrer|conclure|terminer|finir|parler|s'attaquer|rentrer|revenir|changer)"
        ),
        (
            r"(?:on|je) (?:passe|enchaîne|attaque|arrive|démarre|commence|termine|finit|avance|change|"
            r"continue|en vient) (?:à|au|aux|avec|sur|par|de|maintenant|tout de suite|donc)"
        ),
        (
            r"(?:passons|enchaînons|attaquons|abordons|commençons|démarrons|terminons|finissons|parlons|"
            r"changeons|venons-en|revenons|continuons|poursuivons|avançons)"
        ),
        (
            r"(?:premier|deuxième|second|troisième|quatrième|cinquième|dernier|prochain|autre|gros|"
            r"nouveau) (?:sujet|thème|point|chapitre|dossier|bloc)"
        ),
        (
            r"(?:première|deuxième|seconde|troisième|dernière|prochaine|autre|grande|nouvelle) (?:partie|"
            r"rubrique|question|news|actu|section)"
        ),
        r"sujet (?:suivant|du jour)",
        r"(?:la|notre|cette) rubrique",
        r"le temps (?:de|des|d')",
        r"l'heure (?:de|des|du|d')",
        r"place (?:à|au|aux)",
        r"(?:j'aimerais|je voudrais|j'aimerai|je souhaiterais) qu'on",
        r"(?:en|une|des|les|aux) petites? news",
        r"côté (?:news|actu|actus|actualités)",
        r"(?:les|aux|l') ?(?:news|actus?|actualités?)(?: de la semaine| du mois| du moment)?",
        r"vers la fin de (?:cet|l')",
        r"c'est (?:déjà|bientôt|presque) la fin",
        r"(?:le|un) (?:petit )?mot de la fin",
        r"avant de (?:se|nous|vous) (?:quitter|séparer)",
        r"avant de (?:conclure|finir|terminer)",
        r"pour (?:finir|conclure|terminer|commencer)",
        r"entr(?:ons|er) dans le vif",
        r"dans le vif du sujet",
        r"c'est parti pour",
        r"on se retrouve (?:pour|avec)",
    ),
    credits=(
        r"transcribed by https?://\S{1,80}",
        r"sous[- ]titr(?:es|age) (?:réalisés?|faits?|effectués?) (?:par|para|pour) .{0,80}",
        r"sous[- ]titr(?:es|age) (?:société radio-canada|st' ?\d+|fr\b.{0,40})",
        r"(?:traduction|transcription)s? (?:et sous-titrage )?(?:réalisée?s? )?par .{0,60}amara\.org.{0,20}",
        r"merci d'avoir regardé (?:cette|la) vidéo ?[.!]*",
        r"❤️? ?par sous-titres?\.(?:org|com|fr)",
    ),
    months=(
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    letters="àâäçéèêëîïôöùûüÿœæ",
    plurals=(("eaux", "eau"), ("aux", "al"), ("eux", "eu"), ("x", ""), ("s", ""), ("ies", "y")),
    conjugations=tuple(
        (ending, "er")
        for ending in """
        e es ons ez ent é ée és ées ais ait ions iez aient ant eons eais eait eaient eant a
        erai era eras erons erez eront erais erait erions eriez eraient
        """.split()
    ),
    enclitics=frozenset("ci là t je tu il elle on nous vous ils elles le la les moi toi lui leur y en ce".split()),
    sounds=(
        (r"(?<=.{3})(?:e?s|e|[tdxp]s?)\Z", ""),
        (r"ph", "f"),
        (r"eau|au", "o"),
        (r"ou|oo|w", "u"),
        (r"qu|c(?![eéèêiîyh])|ck|k", "k"),
        (r"ç|c(?=[eéèêiîy])|z", "s"),
        (r"sch|tch|sh", "ch"),
        (r"g(?=[eéèêiîy])|dj", "j"),
        (r"ai|ei|[éèêë]", "e"),
        (r"ea|ee|y|[îï]", "i"),
        (r"(?<!c)h", ""),
        (r"em|en|am", "an"),
        (r"(?:eur|er)(?=s?\Z)", "er"),
    ),
    registers=REGISTERS,
    unlisted=(
        r"\w{3,}ment|jamais|toujours|souvent|parfois|très|trop|assez|peu|beaucoup|mieux|déjà|ailleurs|aujourd|hui|tard|"
        r"tôt|vite|loin|près|dehors|dedans|dessus|dessous|plutôt|partout|quasi|oui|non|ok|ouais|bah|ben|hein|euh|ouf|"
        r"pourquoi|comment|combien|où|tant|davantage|plusieurs|plupart|certes|hormis|voire|propos|travers|longtemps|"
        r"voix|choix|avis|cas|taux|accès|succès|procès|processus|univers|temps|corps|fois|mois|concours|cours|printemps|quatorze|quarante|"
        r"cinquante|soixante|également|aïe|précis|néanmoins|stress|gratos|chelous?|vachement|mollo|tas|soi|hyper"
    ),
)
