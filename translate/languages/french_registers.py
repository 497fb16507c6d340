"""French words that tell what is being spoken of: cues that glossaries share, by the part of life that they belong to.

A word that the trade has taken from elsewhere (*rôle*, *dépôt*, *déployer*) means the other thing where one of these is
near. Only words that tell are listed: what the trade has borrowed too (*pièce*, *port*, *recette*) is no evidence.
A cue is written as in a glossary; a word of four letters or more counts in every inflection.
"""

_REGISTERS = {
    "stage": """
        théâtre, théâtral, comédien, comédienne, acteur, actrice, metteur en scène, metteuse en scène, mise en scène,
        casting, tournage, réalisateur, réalisatrice, cinéma, cinéaste, film, opéra, conservatoire, coulisse,
        spectacle, tragédie, comédie, Molière, Racine, Shakespeare, Phèdre, Hamlet, Scapin, Cyrano, César, oscar,
        feuilleton, série télé, personnage, doublage, audition, marionnette, dramaturge, cascadeur, cascadeuse, la
        pièce, une pièce, rôle principal, second rôle, premier rôle, rôle-titre, réplique
    """,
    "music": """
        musique, musical, musicien, musicienne, chanteur, chanteuse, chanson, guitare, guitar*, piano, pianist*,
        concert, orchestre, violon*, soprano, ténor, album, vinyle, rappeur, rappeuse, rap, mélodie, solfège,
        symphonie, refrain, chorale, choriste, ampli, jazz, trompette, batteur, batteuse, accordéon, mixtape, couplet
    """,
    "police": """
        police, policier, policière, gendarme*, CRS, commissariat, commissaire, préfet, préfète, préfecture,
        verbalis*, procès-verbal, garde à vue, patrouill*, menotte, cambriol*, braquage, contravention, amende,
        brigadier
    """,
    "army": """
        armée, militaire, soldat, troupe, blindé, régiment, casque bleu, casques bleus, bataillon, OTAN, missile,
        caserne, munition, colonel, caporal, légionnaire, parachutiste, porte-avions, forces armées, forces spéciales,
        forces de l'ordre, tranchée
    """,
    "court": """
        tribunal, tribunaux, juge, avocat, avocate, procès, procureur, procureure, greffe, greffier, greffière,
        divorce, notaire, huissier, huissière, plainte, prud'hommes, cour d'appel, cour de cassation, magistrat,
        magistrate, plaid*, Conseil d'État, justice, cour d'assises, jurisprudence, hypothèque, testament
    """,
    "town": """
        mairie, maire, conseil municipal, municipal, préfecture, rond-point, syndic, copropriété, trottoir, voirie,
        cadastre
    """,
    "farm": """
        la ferme, une ferme, fermes, fermier, fermière, vache, veau, grange, agriculteur, agricultrice, tracteur,
        étable, écurie, élevage, éleveur, éleveuse, foin, brebis, mouton, bétail, verger, vigneron, vigneronne, vigne,
        vendang*, raisin, moisson, silo à grain, bergerie, poulailler, manoir, gîte, corps de ferme
    """,
    "garden": """
        jardin, jardinier, jardinière, jardinage, pommier, cerisier, olivier, poirier, figuier, platane, tilleul,
        sapin, chêne, hêtre, haie, rosier, pelouse, tondeuse, sécateur, fleur, bouquet, terreau, rempot*, potager,
        compost, composteur, élagu*, feuillage, sève, bourgeon, greffon, sarment, arroser, arrosage, paysagiste
    """,
    "kitchen": """
        cuisiner, cuisinier, cuisinière, casserole, poêle, béchamel, bouillon, thym, laurier, farine, beurre, tarte,
        restaurant, traiteur, repas, légume, oignon, tomate, marmite, confiture, fromage, barbecue, merguez,
        pâtissier, pâtissière, pâtisserie, boulanger, boulangère, boulangerie
    """,
    "sport": """
        football, footballeur, footballeuse, foot, rugby, rugbyman, basket, handball, hand, tennis, match, gardien,
        penalty, entraîneur, entraîneuse, supporter, supportrice, stade, championnat, mi-temps, arbitre, joueur,
        joueuse, athlète, athlétisme, coureur, coureuse, cyclist*, cyclisme, vélo, peloton, maillot, marathon,
        médaille, olympi*, sprinteur, sprinteuse, Tour de France, ballon, attaquant, attaquante, ailier, gymnaste,
        gymnastique, natation, nageur, nageuse, ski, Coupe du monde, judo, boxe, boxeur, boxeuse, mêlée ouverte
    """,
    "medicine": """
        médecin, hôpital, hôpitaux, urgences, infirmier, infirmière, le patient, la patiente, un patient, une
        patiente, patients, maladie, docteur, docteure, fièvre, chirurgien, chirurgienne, chirurgie, chirurgical,
        ordonnance, pharmacie, pharmacien, pharmacienne, symptôme, épidémi*, contagion, rougeole, grippe, Covid,
        coronavirus, vaccin, vaccin*, psychiatr*, psychose, schizophr*, soignant, soignante, EHPAD, ambulance,
        médicament, vétérinaire, sage-femme, sages-femmes, diabète, cancer, tumeur, virologue, neurologue, sommeil,
        rhumat*, kiné, ostéopathe
    """,
    "school": """
        lycée, collège, maîtresse, instituteur, institutrice, écolier, écolière, maternelle, cantine, récréation, cour
        de récré, dictée, cartable, élève
    """,
    "house": """
        maçon, plombier, plombière, chaudière, cloison, carrelage, carreleur, menuisier, menuiserie, électricien,
        toiture, balcon, escalier, terrasse, meuble, canapé, étagère, grenier, cheminée, lave-linge, frigo, plancher,
        parapet, rambarde, véranda, chauffage, radiateur, salle de bain
    """,
    "transport": """
        voiture, moto, motard, autoroute, le train, un train, trains, métro, tramway, tram, camion, avion, aéroport,
        ferroviaire, SNCF, conducteur, conductrice, garagiste, bateau, navire, cargo, voilier, péniche, port de pêche,
        chalutier, quai, scooter, dépanneu*, remorque, échangeur
    """,
    "animals": """
        serpent, reptile, zoo, vivarium, terrarium, aigle, oiseau, abeille, ruche, guêpe, frelon, apicult*, chien,
        cheval, mygale, tarentule, aquarium, boa, girafe, éléphant, lézard, crocodile
    """,
    "nature": """
        montagne, rivière, lande, granit, volcan, zone humide, zones humides, biodiversité, forêt, océan, abbaye,
        château, cathédrale, monument, patrimoine, église, menhir, dolmen, falaise, réserve naturelle, espèces
        menacées, espèces protégées, littoral, faune, flore, vestige
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

REGISTERS = {
    name: tuple(dict.fromkeys(" ".join(cue.split()) for cue in cues.split(","))) for name, cues in _REGISTERS.items()
}
"""The cues by the name of their register, as glossaries take them in: `@stage`."""
