"""French words that tell what is being spoken of: cues that glossaries share, by the part of life that they belong to.

A word that the trade has taken from elsewhere (*rôle*, *dépôt*, *déployer*) means the other thing where one of these is
near. Only words that tell are listed: what the trade has borrowed too (*pièce*, *port*, *recette*) is no evidence.
A cue is written as in a glossary; a word of four letters or more counts in every inflection.
"""

_REGISTERS = {
    "stage": """
        théâtre, théâtral, comédien, comédienne, acteur, actrice, metteur en scène, metteuse en scène, mise en scène,
        tournage, réalisateur, réalisatrice, cinéma, cinéaste, film, opéra, conservatoire, spectacle, tragédie,
        comédie, Molière, Shakespeare, Phèdre, Hamlet, Scapin, Cyrano, feuilleton, série télé, personnage, doublage,
        marionnette, dramaturge, cascadeur, cascadeuse, la pièce, une pièce, rôle principal, second rôle, premier
        rôle, rôle-titre, telenovela, sitcom, série Netflix, péplum, figurant, figurante, trac, Les Misérables,
        comédie musicale, court métrage, long métrage, Cannes, rôle de composition, rôle muet, rôle de méchant, rôle
        titre, premier acte, rideau rouge
    """,
    "music": """
        musique, musical, musicien, musicienne, chanteur, chanteuse, chanson, guitare, guitar*, piano, pianist*,
        violon*, soprano, ténor, album, vinyle, rappeur, rappeuse, rap, mélodie, solfège, symphonie, refrain, chorale,
        choriste, ampli, jazz, trompette, batteur, batteuse, accordéon, mixtape, couplet, un concert, concerts,
        philharmonie, fanfare, karaoké, saxophone, harpe, contrebasse, ukulélé, sonate, opérette, Mozart, Beethoven,
        Brassens, playlist
    """,
    "police": """
        police, policier, policière, gendarme*, CRS, commissariat, commissaire, préfet, préfète, préfecture,
        verbalis*, procès-verbal, garde à vue, patrouill*, menotte, cambriol*, braquage, contravention, brigadier,
        voleur, voleuse, radar, sabot, garde des sceaux, détenu, détenue, prison, perquisition, suspect
    """,
    "army": """
        militaire, soldat, régiment, casque bleu, casques bleus, bataillon, OTAN, missile, caserne, munition, colonel,
        caporal, légionnaire, parachutiste, porte-avions, forces armées, forces spéciales, forces de l'ordre,
        tranchée, l'armée, armée de terre, armée de l'air, les armées, des blindés, les blindés, véhicules blindés,
        les troupes, des troupes, sous-marin, tank, général de brigade, champ de bataille, guérilla, milice
    """,
    "court": """
        tribunal, tribunaux, juge, avocat, avocate, procès, procureur, procureure, greffe, greffier, greffière,
        divorce, notaire, huissier, huissière, plainte, prud'hommes, cour d'appel, cour de cassation, magistrat,
        magistrate, plaid*, Conseil d'État, justice, cour d'assises, jurisprudence, hypothèque, testament
    """,
    "politics": """
        ministre, député, députée, sénateur, sénatrice, Sénat, Assemblée nationale, élection, électoral, électeur,
        électrice, scrutin, gouvernement, ONU, diplomate, ambassade, Matignon, Élysée, référendum, syndicat, CGT,
        grève, gréviste, manifestation, manifestant, candidature, droits de l'homme
    """,
    "town": """
        mairie, maire, conseil municipal, municipal, préfecture, rond-point, syndic, copropriété, trottoir, voirie,
        cadastre
    """,
    "farm": """
        la ferme, une ferme, fermes, fermier, fermière, veau, grange, agriculteur, agricultrice, tracteur, étable,
        écurie, élevage, éleveur, éleveuse, foin, brebis, bétail, verger, vigneron, vigneronne, vigne, vendang*,
        raisin, moisson, silo à grain, bergerie, poulailler, manoir, gîte, corps de ferme, une vache, vaches, les
        moutons, troupeau, chèvre, cochon, porcherie, poule, foire agricole, paysan, paysanne, criquet, meule de foin,
        blé, maïs, colza, semis
    """,
    "garden": """
        jardin, jardinier, jardinière, jardinage, pommier, cerisier, poirier, figuier, platane, tilleul, sapin, chêne,
        hêtre, haie, rosier, pelouse, tondeuse, sécateur, fleur, terreau, rempot*, potager, compost, composteur,
        élagu*, feuillage, sève, bourgeon, greffon, sarment, arroser, arrosage, paysagiste, olivier, rosiers, tronc,
        arbuste, bûcheron, tronçonneuse, lierre, jardinerie, massif de fleurs, bulbes
    """,
    "kitchen": """
        cuisiner, cuisinier, cuisinière, casserole, poêle, béchamel, bouillon, thym, laurier, farine, beurre, tarte,
        restaurant, traiteur, repas, légume, oignon, tomate, marmite, confiture, fromage, barbecue, merguez,
        pâtissier, pâtissière, pâtisserie, boulanger, boulangère, boulangerie, bouteille, vin, vinaigre, champagne,
        œnologue, boucher, boucherie, charcutier, poissonnier, primeur, cuillère, fourchette, assiette, soupe, purée,
        mayonnaise, pâtes, riz, recette de cuisine, cocotte, dessert, apéro, ratatouille, crêpe
    """,
    "clothes": """
        robe, jupe, pantalon, chemise, manteau, vêtement, chaussure, écharpe, bonnet, couture, couturier, couturière,
        ourlet, tissu, laine, tricot, cravate, foulard, dentelle, ruban, coiffeur, coiffeuse, cheveux, maquillage,
        bijou
    """,
    "sport": """
        football, footballeur, footballeuse, foot, rugby, rugbyman, basket, handball, tennis, gardien, penalty,
        entraîneur, entraîneuse, supportrice, championnat, joueur, joueuse, athlète, athlétisme, coureur, coureuse,
        cyclist*, cyclisme, vélo, peloton, maillot, marathon, médaille, olympi*, sprinteur, sprinteuse, Tour de
        France, ballon, ailier, gymnaste, gymnastique, natation, nageur, nageuse, ski, Coupe du monde, judo, boxe,
        boxeur, boxeuse, mêlée ouverte, un match, le match, matchs, match de, Stade de France, l'arbitre, supporters,
        à la mi-temps, essai de pénalité, pénalité, ligue 1, PSG, Roland-Garros, Giro, sprinter, haltère, musculation,
        surf, trampoline, tribunes, vestiaire, coupe d'Europe, Jeux olympiques, Bolt, semi-marathon, demi de mêlée
    """,
    "games": """
        loto, loterie, casino, tombola, Euromillions, belote, tarot, échiquier, Monopoly, pétanque, puzzle
    """,
    "medicine": """
        médecin, hôpital, hôpitaux, urgences, infirmier, infirmière, le patient, la patiente, un patient, une
        patiente, patients, maladie, docteur, docteure, fièvre, chirurgien, chirurgienne, chirurgie, chirurgical,
        ordonnance, pharmacie, pharmacien, pharmacienne, symptôme, épidémi*, contagion, rougeole, grippe, Covid,
        coronavirus, vaccin, vaccin*, psychiatr*, psychose, schizophr*, soignant, soignante, EHPAD, ambulance,
        médicament, vétérinaire, sage-femme, sages-femmes, diabète, cancer, tumeur, virologue, neurologue, sommeil,
        rhumat*, kiné, ostéopathe, aide-soignante, aide-soignant, dentiste, généraliste, radiologue, scanner médical,
        IRM, perfusion, anesthésie, prise de sang, gynécologue, pédiatre, dermatologue, antibiotique, allergie,
        asthme, hospitalis*, mamie, dépistage, varicelle, oreillons, seniors, personnes âgées
    """,
    "family": """
        grand-mère, grand-père, mamie, papi, papy, tante, oncle, tonton, nounou, bébé, nourrisson, anniversaire,
        enterrement, baptême, héritage familial, belle-mère, beau-père, fée, princesse, conte de fées, doudou,
        poussette
    """,
    "school": """
        lycée, collège, maîtresse, instituteur, institutrice, écolier, écolière, maternelle, cantine, récréation, cour
        de récré, dictée, cartable, élèves, un élève, une élève, professeur des écoles, bulletin scolaire, CM2,
        sixième, terminale, brevet des collèges, rentrée scolaire, conseil de classe, cour de récréation
    """,
    "house": """
        maçon, plombier, plombière, chaudière, cloison, carrelage, carreleur, menuisier, menuiserie, électricien,
        toiture, balcon, escalier, terrasse, meuble, canapé, étagère, grenier, cheminée, lave-linge, frigo, plancher,
        parapet, rambarde, véranda, chauffage, radiateur, salle de bain, lave-vaisselle, aspirateur, oreiller,
        matelas, couette, rideau, vaisselle, lessive, cafetière, bouilloire, machine à laver, congélateur, four,
        tapis, armoire, commode, placard, volet, gouttière, plâtre, papier peint, parquet, robinet, lavabo, baignoire,
        interphone, voisin, voisine, tuile, charpente, perceuse
    """,
    "transport": """
        voiture, moto, motard, autoroute, le train, un train, trains, métro, tramway, tram, camion, avion, aéroport,
        ferroviaire, SNCF, conducteur, conductrice, garagiste, bateau, navire, un cargo, cargos, voilier, péniche,
        port de pêche, chalutier, quai, scooter, dépanneu*, remorque, échangeur, Clio, Peugeot, Citroën, Volkswagen,
        clignotant, cligno, rétroviseur, volant, pare-brise, klaxon, embouteillage, périph, périphérique, bretelle
        d'autoroute, TGV, RER, wagon, locomotive, contrôleur SNCF, carburant, essence, station-service, péage
    """,
    "sea": """
        marin, régate, voilier, matelot, pêcheur, tempête, cordage, paquebot, naufrage, cargaison, océan, mer,
        par-dessus bord, à bord, phare breton, amarre, quille, skipper, catamaran, houle
    """,
    "animals": """
        serpent, reptile, zoo, vivarium, terrarium, aigle, oiseau, abeille, ruche, guêpe, frelon, apicult*, chien,
        cheval, mygale, tarentule, aquarium, boa, girafe, lézard, crocodile, le chat, un chat, chats, chaton, tortue,
        poisson, lapin, hamster, perroquet, singe, lion, tigre, ours, loup, renard, dauphin, baleine, moustique,
        fourmi, papillon, araignée, toilettage
    """,
    "nature": """
        montagne, rivière, lande, granit, volcan, zone humide, zones humides, biodiversité, forêt, océan, abbaye,
        château, cathédrale, monument, patrimoine, église, menhir, dolmen, falaise, réserve naturelle, espèces
        menacées, espèces protégées, littoral, faune, flore, vestige, plage, dune, grotte, gouffre, canyon, glacier,
        avalanche, marécage, étang, lac, parc national, garde forestier, randonnée, randonneur, bivouac
    """,
    "poetry": """
        poème, poésie, poète, poétesse, alexandrin, strophe, césure, hémistiche, sonnet, octosyllabe, versification,
        Verlaine, Baudelaire, Ronsard
    """,
    "books": """
        le livre, un livre, ce livre, livres, roman, libraire, dédicace, lecteur, lectrice, BD, manga, bouquin, polar,
        écrivain, écrivaine, médiathèque, emprunter, étagère, rayonnage, bibliothécaire, nouvelles de Maupassant
    """,
    "trade": """
        code, coder, codé, logiciel, serveur, API, app, appli, framework, open source, open-source, prod, dev, devs,
        développeur, développeuse, informatique, GitHub, GitLab, Git, Docker, Kubernetes, cloud, SQL, Python,
        JavaScript, TypeScript, Java, Kotlin, PHP, bug, CI, pipeline, npm, pip, Maven, IA, LLM, microservice,
        micro-service, backend, frontend, back-end, front-end, commit, commiter, compiler, Terraform, base de données,
        Linux, refactor*, repo, monorepo, pull request, log, logs, AWS, Azure, Helm, SaaS, feature, release, base SQL,
        données, algorithme, utilisateurs, Scrum, Jira, backlog, notre application, application mobile, application
        web, mise en production, déploiement continu, cluster Kubernetes, informaticien, informaticienne, SRE, DevOps,
        webapp, SDK, base de code
    """,
}
_OURS = ("trade", "books")  # a podcast of the trade speaks of books, too

_TAKEN = {
    name: tuple(dict.fromkeys(" ".join(cue.split()) for cue in cues.split(","))) for name, cues in _REGISTERS.items()
}
REGISTERS = {
    **_TAKEN,
    "everyday": tuple(dict.fromkeys(cue for name, cues in _TAKEN.items() if name not in _OURS for cue in cues)),
}
"""The cues by the name of their register, as glossaries take them in: `@stage`; `@everyday` is all but ours."""
