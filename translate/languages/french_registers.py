"""French words that tell what is being spoken of: cues that glossaries share, by the part of life that they belong to.

A word that the trade has taken from elsewhere (*rôle*, *dépôt*, *déployer*) means the other thing where one of these is
near. Only words that tell are listed: what the trade has borrowed too (*pièce*, *port*, *recette*) is no evidence.
A cue is written as in a glossary; a word of four letters or more counts in every inflection.
"""

_REGISTERS = {
    "stage": """
        théâtre, théâtral, comédien, comédienne, acteur, actrice, metteur en scène, metteuse en scène, mise en scène,
        tournage, réalisateur, réalisatrice, cinéma, cinéaste, film, opéra, conservatoire, spectacle, tragédie, comédie,
        Molière, Shakespeare, Phèdre, Hamlet, Scapin, Cyrano, feuilleton, série télé, personnage, doublage, marionnette,
        dramaturge, cascadeur, cascadeuse, la pièce, une pièce, rôle principal, second rôle, premier rôle, rôle-titre,
        telenovela, sitcom, série Netflix, péplum, figurant, figurante, Les Misérables, comédie musicale, court métrage,
        long métrage, Cannes, rôle de méchant, rôle titre, premier acte, rideau rouge, sorcière, sorcier, ogre, clown,
        cirque, acrobate, trapéziste, troupe de théâtre, café-théâtre, ballet, danseur, danseuse, chorégraphe, générique
        de fin, dessin animé, Disney, Truffaut, Godard, Hitchcock, Chaplin, Fellini, Hollywood, Broadway, cabaret,
        magicien, magicienne, prestidigitateur, ciné-club, Juliette, Roméo, court-métrage, western, tragédien,
        coulisses, Point Virgule, humoriste, one-man-show, jongleur, marionnettiste, Varda, Tarantino, Spielberg,
        Almodóvar, Depardieu
    """,
    "music": """
        musique, musical, musicien, musicienne, chanteur, chanteuse, chanson, guitare, guitariste, piano, pianiste,
        violon, violoniste, violoncelle, soprano, ténor, album, vinyle, rappeur, rappeuse, rap, mélodie, solfège,
        symphonie, refrain, chorale, choriste, ampli, jazz, trompette, batteur, batteuse, accordéon, mixtape, couplet,
        un concert, concerts, philharmonie, fanfare, karaoké, saxophone, harpe, contrebasse, ukulélé, sonate, opérette,
        Mozart, Beethoven, Brassens, mandoline, orchestre, larsen, guitares électriques
    """,
    "art": """
        statue, sculpture, sculpteur, sculptrice, musée, galerie d'art, aquarelle, peinture à l'huile, tapisserie,
        céramique, poterie, potier, potière, photographe, argentique, collectionneur, antiquaire, brocante,
        vide-grenier, Picasso, Monet, Degas, Louvre, Orsay, chevalet, gravure, lithographie, une exposition de, expo,
        Chagall, Matisse, Renoir, Cézanne, Van Gogh, Klimt, Kandinsky, Rodin, Manet, Gauguin, Magritte, Soulages,
        Rembrandt, Vermeer, Caravage, pellicule, affiche, peintre, peinture, estampe, fresque, mosaïque, vitrail,
        faïence, porcelaine, antiquités, commissaire-priseur
    """,
    "past": """
        roi, reine, chevalier, Moyen Âge, Napoléon, dynastie, Bourbons, Louis XIV, Révolution française, Antiquité,
        gaulois, pharaon, pyramide de Khéops, archéologue, armure, donjon, seigneur, comte, duc, duchesse, marquise,
        préhistorique, préhistoire, néolithique, archéologique, momie, relique, ruine, vestiges, Romains, viking,
        samouraï, mégalithe, médiéval, Empire romain, gladiateur, croisade, Jeanne d'Arc, Charlemagne, Clovis,
        Vercingétorix, guillotine, baron, baronne, marquis, vicomte, empereur, impératrice, tsar, monarque, monarchie,
        forteresse, rempart, catapulte, mousquetaire, troubadour, parchemin, crypte, catacombes, sarcophage, fossile
    """,
    "faith": """
        curé, prêtre, moine, pape, évêque, couvent, mosquée, synagogue, pèlerin, pèlerinage, procession, clocher,
        cloître, crucifix, obsèques, funéraire, cimetière, cercueil, tombe, défunt, veuve, deuil, catholique, musulman,
        juif, chiite, sunnite, funérailles, islam, chrétienté, messe, paroisse, baptême, communion, abbé, nonne, rabbin,
        imam, prière, autel, cierge, Bible, Coran, Toussaint, pompes funèbres, corbillard, Pâques
    """,
    "police": """
        police, policier, policière, gendarme, gendarmerie, CRS, commissariat, commissaire, préfet, préfète, préfecture,
        verbaliser, verbalisation, procès-verbal, garde à vue, patrouille, patrouiller, patrouilleur, menotte,
        cambrioler, cambriolage, cambrioleur, braquage, contravention, brigadier, voleur, voleuse, sabot, garde des
        sceaux, détenu, détenue, prison, perquisition, flic, meurtre, meurtrier, espion, assassin, pistolet, détective,
        amende, évasion, rançon, interrogatoire, bagne, papiers d'identité, mes papiers
    """,
    "army": """
        militaire, soldat, régiment, casque bleu, casques bleus, bataillon, OTAN, missile, caserne, munition, colonel,
        caporal, légionnaire, parachutiste, porte-avions, forces armées, forces spéciales, forces de l'ordre, tranchée,
        l'armée, armée de terre, armée de l'air, les armées, des blindés, les blindés, véhicules blindés, les troupes,
        des troupes, sous-marin, tank, champ de bataille, guérilla, milice, fusil, épée, attentat, terroriste, otage,
        officier, bombardement
    """,
    "court": """
        tribunal, tribunaux, avocat, avocate, procès, procureur, procureure, greffier, greffière, divorce, notaire,
        huissier, huissière, plainte, prud'hommes, cour d'appel, cour de cassation, magistrat, magistrate, plaider,
        plaidoirie, Conseil d'État, justice, cour d'assises, jurisprudence, hypothèque, testament, tribunal de
        commerce, prisonnier, prisonnière, prison, cellule de prison, garde des Sceaux, héritier, héritière, tutelle,
        expulsion, un juge, le juge, la juge, juges, le greffe, au greffe
    """,
    "politics": """
        ministre, député, députée, sénateur, sénatrice, Sénat, Assemblée nationale, électoral, électeur, électrice,
        scrutin, gouvernement, ONU, diplomate, ambassade, Matignon, Élysée, référendum, syndicat, CGT, grève, gréviste,
        manifestant, droits de l'homme, Croix-Rouge, ONG, Casques bleus, OMS, municipales, législatives, présidentielle,
        parti socialiste, extrême droite, préfectoral, décret, budget de l'État, Trésor public, fisc, impôts, sécurité
        sociale, CAF, allocation, douane, douanier, réfugié, démocratie, parlement, élection, immigration
    """,
    "town": """
        mairie, maire, conseil municipal, municipal, préfecture, rond-point, syndic, copropriété, trottoir, voirie,
        cadastre, village, villageois, villageoise, hameau, bourg, élus, commerçant, petits commerces, fontaine,
        parcmètre, garde champêtre, fête foraine, riverain, piéton, lotissement
    """,
    "farm": """
        la ferme, une ferme, fermes, fermier, fermière, veau, grange, agriculteur, agricultrice, tracteur, étable,
        écurie, élevage, éleveur, éleveuse, foin, brebis, bétail, verger, vigneron, vigneronne, vigne, vendange,
        vendanger, vendangeur, raisin, moisson, silo à grain, bergerie, poulailler, manoir, gîte, corps de ferme, une
        vache, vaches, les moutons, troupeau, chèvre, cochon, porcherie, foire agricole, paysan, paysanne, criquet,
        meule de foin, blé, maïs, colza, abattoir, tonte, laiterie, apiculteur, apicultrice, viticulteur,
        viticultrice, muscat, merlot, chardonnay, moût, pressoir, cave coopérative, chai
    """,
    "garden": """
        jardin, jardinier, jardinière, jardinage, pommier, cerisier, poirier, figuier, platane, tilleul, sapin, chêne,
        hêtre, haie, rosier, pelouse, tondeuse, sécateur, fleur, terreau, rempoter, potager, compost, composteur,
        élaguer, élagage, feuillage, sève, bourgeon, greffon, sarment, arroser, arrosage, paysagiste, olivier, rosiers,
        arbuste, bûcheron, tronçonneuse, lierre, jardinerie, massif de fleurs, lilas, tulipe, lavande, herbe, bois mort,
        feu de bois, feu de camp, tronc, mimosa, noisetier, saule, peuplier, bouleau, acacia, magnolia, gui, houx,
        racine, graine, semis, courge, citrouille, pivoine, tournesol, marronnier, cèdre, frêne, érable, mélèze,
        palmier, cactus, bambou, fougère, ortie, bosquet, tonnelle, pergola, arrosoir, feuilles mortes
    """,
    "kitchen": """
        cuisiner, cuisinier, cuisinière, casserole, poêle, béchamel, bouillon, thym, laurier, farine, beurre, tarte,
        restaurant, traiteur, repas, légume, oignon, tomate, marmite, confiture, fromage, barbecue, merguez, pâtissier,
        pâtissière, pâtisserie, boulanger, boulangère, boulangerie, bouteille, vin, vinaigre, champagne, œnologue,
        boucher, boucherie, charcutier, poissonnier, primeur, cuillère, fourchette, assiette, soupe, purée, mayonnaise,
        pâtes, riz, recette de cuisine, cocotte, apéro, ratatouille, crêpe, viande, poulet, saumon, chocolat, moutarde,
        yaourt, miel, jambon, saucisse, huître, crevette, melon, fraise, citron, courgette, aubergine, ail, persil,
        basilic, épice, apéritif, buffet, plats, bistrot, buvette, isotherme, nourriture, boisson, dîner, souper, lait,
        bière, fruit, banane, carotte, bœuf, steak, gâteau, biscuit, carafe, tasse, couteau, hamburger, réfrigérateur,
        boulange, dessert, sirop, tisane, brioche, sorbet, galette, le four, un four, du four, four à pain, fours, rôti,
        poivre, sel, sucre, gigot, lentilles, haricot, petits pois, pois chiche, chou, poireau, salade, concombre,
        radis, betterave, épinard, artichaut, asperge, champignon, cèpe, girolle, truffe, noix, noisette, châtaigne,
        pomme, poire, abricot, cerise, prune, mirabelle, groseille, cassis, framboise, myrtille, ananas, mangue, figue,
        pain, baguette, tartine, croissant, gaufre, flan, meringue, clafoutis, crème fraîche, camembert, comté,
        raclette, choucroute, cassoulet, couscous, paella, sushi, pizza, lasagne, omelette, œuf, bacon, boudin,
        rillettes, foie gras, thon, sardine, morue, hareng, homard, cidre, rhum, whisky, pastis, liqueur, limonade,
        théière, hotte, nappe, convive, festin, banquet
    """,
    "clothes": """
        robe, jupe, pantalon, chemise, manteau, vêtement, chaussure, écharpe, bonnet, couture, couturier, couturière,
        ourlet, tissu, laine, tricot, cravate, foulard, dentelle, ruban, coiffeur, coiffeuse, cheveux, maquillage,
        bijou, cuir, coton, soie, velours, dressing, parapluie, gants, chaussette, pyjama, tailleur, repassage, fer à
        repasser, aiguille, bobine, mercerie, mouchoir, lacet, bretelles, bouton de chemise, bottes, sandale, fermeture
        éclair, chapeau, veste, collier, bague, boucles d'oreilles, chandail, gilet, poncho, imperméable, doudoune,
        capuche, moufle, uniforme, smoking, voile de mariée, perle, bracelet, parfum, chignon, tresse, barbe, moustache,
        perruque, tatouage
    """,
    "sport": """
        football, footballeur, footballeuse, foot, rugby, rugbyman, basket, handball, tennis, gardien, penalty,
        entraîneur, entraîneuse, supportrice, championnat, joueur, joueuse, athlète, athlétisme, coureur, coureuse,
        cycliste, cyclisme, vélo, peloton, maillot, marathon, médaille, olympique, sprinteur, sprinteuse, Tour de
        France, ballon, ailier, gymnaste, gymnastique, natation, nageur, nageuse, ski, Coupe du monde, judo, boxe,
        boxeur, boxeuse, mêlée ouverte, un match, le match, matchs, match de, Stade de France, l'arbitre, supporters, à
        la mi-temps, essai de pénalité, pénalité, ligue 1, PSG, Roland-Garros, Giro, sprinter, haltère, musculation,
        surf, trampoline, tribunes, vestiaire, coupe d'Europe, Jeux olympiques, Bolt, semi-marathon, demi de mêlée,
        buteur, vestiaires, haltères, podium olympique, raquette, panier à trois points, patinage, patineur, patineuse,
        aviron, canoë, équitation, cavalier, cavalière, jockey, hippodrome, escrime, lutteur, sumo, NBA, Ligue des
        champions, coach sportif, jogging, footing, course à pied, triathlon, la finale, demi-finale, quart de finale,
        podium, dossard, champion, championne, uppercut, dribble, tacle, hors-jeu, carton rouge, carton jaune, coup
        franc, tir au but, tirs au but, gradins, saut en hauteur, saut à la perche, javelot, marathonien, plongeon,
        crawl, snowboard, slalom, hockey, golf, squash, badminton, ping-pong, volley, water-polo, karaté, archer, tir à
        l'arc
    """,
    "games": """
        loto, loterie, casino, tombola, Euromillions, belote, tarot, échiquier, Monopoly, pétanque, puzzle, Zelda,
        PlayStation, Nintendo, Xbox, manette, console de jeu, Fortnite, Minecraft, Pokémon, jeu de société, cerf-volant,
        billes, marelle, cache-cache, ticket à gratter, gratté un, gratter un, jeu de cartes, jackpot, bingo,
        trampoline, manège, grande roue, montagnes russes
    """,
    "medicine": """
        médecin, hôpital, hôpitaux, urgences, infirmier, infirmière, le patient, la patiente, un patient, une patiente,
        patients, maladie, docteur, docteure, fièvre, chirurgien, chirurgienne, chirurgie, chirurgical, ordonnance,
        pharmacie, pharmacien, pharmacienne, symptôme, épidémie, épidémique, contagion, rougeole, grippe, Covid,
        coronavirus, vaccin, vacciner, vaccination, psychiatre, psychiatrie, psychiatrique, psychose, schizophrène,
        schizophrénie, soignant, soignante, EHPAD, ambulance, médicament, vétérinaire, sage-femme, sages-femmes,
        diabète, cancer, tumeur, virologue, neurologue, sommeil, rhumatisme, rhumatologue, kiné, ostéopathe,
        aide-soignante, aide-soignant, dentiste, généraliste, radiologue, IRM, perfusion, anesthésie, gynécologue,
        pédiatre, dermatologue, antibiotique, allergie, asthme, hospitaliser, hospitalisation, mamie, dépistage,
        varicelle, oreillons, seniors, personnes âgées, AVC, ventre, genou, épaule, jambe, estomac, poumon, foie,
        tension artérielle, migraine, insomnie, psychologue, thérapie, psychothérapie, thérapeute, grossesse, enceinte
        de, accoucher, accouchement, laboratoire d'analyses, addiction, sevrage, cure, tabac, alcool, alcoolique,
        cocaïne, héroïne, cannabis, drogue, overdose, somnifère, rhume, toux, blessure, allergique, cardiaque, saigner,
        aspirine, pilule, maux de tête, cauchemar, guérir, guérison, pansement, bronchite, angine, orthodontiste,
        orthodontique, dentaire, méningite, tuberculose, gastro, hépatite, fatigue chronique, toubib, béquille, plâtré,
        fracture, entorse, cicatrice, piqûre, seringue, thermomètre, évanouir, vomir, mal de dos, mal à la tête,
        gencive, lunettes, opticien, opticienne, massage, rééducation, maison de retraite, ophtalmo, ophtalmologue,
        bronchiolite, infection, orthopédiste, cardiologue, urologue, prothèse
    """,
    "family": """
        grand-mère, grand-père, mamie, papi, papy, tante, oncle, tonton, nounou, bébé, nourrisson, anniversaire,
        enterrement, baptême, héritage familial, belle-mère, beau-père, fée, princesse, conte de fées, doudou,
        poussette, crèche, jouet, peluche, balançoire, toboggan, trottinette, garderie, couches-culottes, biberon,
        nièce, neveu, époux, épouse, belle-sœur, beau-frère, divorcé, divorcée, père Noël, marmot, gamin, gamine, gosse,
        papa, maman, mes parents, sa mère, son père, petits-enfants, grands-parents, poupée, fiançailles, frère, sœur,
        cousin, cousine, parrain, marraine, beaux-parents, gendre, belle-fille, jumeaux, noces, lune de miel, fiancé,
        fiancée, tétine, comptine, berceuse, ma mère, mon père, ma fille, mon fils
    """,
    "school": """
        lycée, collège, maîtresse, instituteur, institutrice, écolier, écolière, maternelle, cantine, récréation, cour
        de récré, dictée, cartable, élèves, un élève, une élève, professeur des écoles, bulletin scolaire, CM2, brevet
        des collèges, rentrée scolaire, conseil de classe, cour de récréation, école primaire, école maternelle, instit,
        goûter, colonie de vacances, scout, craie, punition, baccalauréat, proviseur, récitation, coloriage, pâte à
        modeler
    """,
    "house": """
        maçon, plombier, plombière, chaudière, cloison, carrelage, carreleur, menuisier, menuiserie, électricien,
        toiture, balcon, escalier, terrasse, meuble, canapé, étagère, grenier, cheminée, lave-linge, frigo, plancher,
        parapet, rambarde, véranda, chauffage, radiateur, salle de bain, lave-vaisselle, aspirateur, oreiller, matelas,
        couette, rideau, vaisselle, lessive, cafetière, bouilloire, machine à laver, congélateur, armoire, gouttière,
        plâtre, papier peint, parquet, robinet, lavabo, baignoire, interphone, tuile, charpente, perceuse, appartement,
        immeuble, piscine, fioul, serrure, porte d'entrée, locataire, loyer, bricolage, tournevis, évier, plomberie,
        maçonnerie, enduit, ponceuse, boulon, déchet, déchets, recyclage, tri sélectif, ressourcerie, compteur
        électrique, mon voisin, ma voisine, le voisin, la voisine, les voisins, un voisin, une voisine, poncer, ponçage,
        vernis, vernir, contreplaqué, ébéniste, clou, scie, scierie, bûche, poutre, en bois massif, parpaing, carreau,
        fissure, humidité, moisissure, bougie, puits, douche, serviette, téléviseur, la télé, chauffe-eau, portail,
        volets, paillasson, abat-jour, poêle à bois, tondre, lampe, lampadaire, tapis, fauteuil, commode, tiroir,
        chambre à coucher, berceau, salle à manger, volet, fenêtres, vitre, sèche-linge, échelle en bois, marteau,
        pioche, pelle, râteau, brouette, bâche, corde à linge, fuite d'eau, poubelle, benne, échafaudage, brique,
        ciment, béton, gravier, facteur, boîte aux lettres, colocataire, déménagement, déménageur
    """,
    "transport": """
        voiture, moto, motard, autoroute, le train, un train, trains, métro, tramway, tram, camion, avion, aéroport,
        ferroviaire, SNCF, conductrice, garagiste, bateau, navire, un cargo, cargos, voilier, péniche, port de pêche,
        chalutier, quai, scooter, dépanneur, dépanneuse, remorque, échangeur, Clio, Peugeot, Citroën, Volkswagen,
        clignotant, cligno, rétroviseur, volant, pare-brise, klaxon, embouteillage, périph, périphérique, bretelle
        d'autoroute, TGV, RER, locomotive, contrôleur SNCF, carburant, station-service, péage, tracteur, poids lourd,
        pétrolier, chauffeur de, caravane, camping-car, hélicoptère, montgolfière, ferry, aiguilleur, cheminot,
        passager, passagère, valise, bagage, mécano, mécanicien, pneu, freins, embrayage, autoradio, le conducteur, un
        conducteur, bicyclette, taxi, gare, guidon, arrêt de bus, rétroviseurs, dérailleur, pédale, capot, carte
        routière, panne sèche, dépannage auto, le car, autocar, parking, virage, carrefour, permis de conduire,
        auto-école, berline, limousine, fourgon, semi-remorque, bulldozer, tractopelle, carrosserie, essuie-glace, clé
        de contact, gazole, diesel, wagon, voie ferrée, décollage, atterrissage, hôtesse de l'air, parapente,
        deltaplane, traîneau, calèche, carrosse
    """,
    "sea": """
        marin, régate, voilier, matelot, pêcheur, tempête, cordage, paquebot, naufrage, cargaison, océan, mer,
        par-dessus bord, amarre, quille, skipper, catamaran, houle, barque, gouvernail, équipage, corsaire, phare,
        digue, jetée, chalut, hameçon, canne à pêche, grand-voile, grande voile, tribord, bâbord, les vagues, des
        vagues, ancre, pavillon noir
    """,
    "animals": """
        serpent, reptile, zoo, vivarium, terrarium, aigle, oiseau, abeille, ruche, guêpe, frelon, apiculteur,
        apicultrice, apiculture, chien, mygale, tarentule, aquarium, boa, girafe, lézard, crocodile, le chat, un chat,
        chats, chaton, tortue, poisson, lapin, hamster, perroquet, singe, lion, tigre, ours, loup, renard, dauphin,
        baleine, moustique, papillon, araignée, toilettage, paon, moineau, hibou, pigeon, corbeau, cygne, mouette,
        crabe, requin, phoque, koala, panda, kangourou, rat, coq, poussin, perruche, bourdon, bourdonner, bourdonnement,
        nid, fourrure, vipère, couleuvre, grenouille, escargot, chenille, un cheval, le cheval, chevaux, jument, poney,
        chiot, sa laisse, en laisse, insecte, dompteur, dompteuse, iguane, croquettes, niche du chien, terrier, proie,
        éléphant, rhinocéros, hippopotame, zèbre, gazelle, antilope, guépard, léopard, panthère, puma, lynx, hyène,
        chameau, mulet, taureau, agneau, dinde, canard, cerf, biche, chevreuil, sanglier, hérisson, écureuil, castor,
        loutre, blaireau, belette, furet, chauve-souris, bouquetin, chamois, marmotte, merle, mésange, rossignol,
        hirondelle, cigogne, héron, faucon, vautour, chouette, autruche, pingouin, manchot, truite, carpe, brochet,
        anguille, méduse, pieuvre, limace, ver de terre, fourmi, moucheron, cigale, libellule, scarabée, coccinelle,
        morsure, mordre, aboyer, miauler, griffe, plumage, chasseur, braconnier
    """,
    "nature": """
        montagne, rivière, lande, granit, volcan, zone humide, zones humides, biodiversité, forêt, océan, abbaye,
        château, cathédrale, monument, patrimoine, église, menhir, dolmen, falaise, réserve naturelle, espèces menacées,
        espèces protégées, littoral, faune, flore, vestige, dune, grotte, gouffre, canyon, glacier, avalanche, marécage,
        étang, parc national, randonnée, randonneur, bivouac, basalte, marbre, orage, neige, marée, récif, corail,
        iceberg, steppe, savane, jungle, cours d'eau, ruisseau, éruption, séisme, ouragan, cyclone, inondation,
        canicule, à la plage, sur la plage, galet, sentier, colline, prairie, marais, forestier, Pyrénées, Alpes,
        Vosges, Massif central, source d'eau, rocher, roche, cristal, brouillard, fleuve, typhon, cabane, campement,
        barque, torrent, vallée, crête, clairière, archipel, presqu'île, côte bretonne, caillou, silex, argile,
        étoile filante, éclair, tonnerre, averse, grêle, givre, arc-en-ciel, tornade, crue, sécheresse,
        incendie, kayak, sac de couchage, alpinisme, alpiniste, escalade
    """,
    "poetry": """
        poème, poésie, poète, poétesse, alexandrin, strophe, césure, hémistiche, sonnet, octosyllabe, versification,
        Verlaine, Baudelaire, Ronsard
    """,
    "books": """
        le livre, un livre, ce livre, livres, roman, libraire, dédicace, lecteur, lectrice, BD, manga, bouquin, polar,
        écrivain, écrivaine, médiathèque, emprunter, étagère, rayonnage, bibliothécaire
    """,
    "trade": """
        code, coder, codé, logiciel, serveur, API, app, appli, framework, open source, open-source, prod, dev, devs,
        développeur, développeuse, informatique, GitHub, GitLab, Git, Docker, Kubernetes, cloud, SQL, Python,
        JavaScript, TypeScript, Java, Kotlin, PHP, bug, CI, pipeline, npm, pip, Maven, IA, LLM, microservice,
        micro-service, backend, frontend, back-end, front-end, commit, commiter, compiler, Terraform, base de données,
        Linux, refactorer, refactoring, refactoriser, repo, monorepo, pull request, log, logs, AWS, Azure, Helm, SaaS,
        feature, release, base SQL, données, algorithme, utilisateurs, Scrum, Jira, backlog, notre application,
        application mobile, application web, mise en production, déploiement continu, cluster Kubernetes,
        informaticien, informaticienne, SRE, DevOps, webapp, SDK, base de code
    """,
    "computing": """
        script, fichier, disque, index, version, module, doc, documentation, tableur, milliseconde, onglet, interface,
        notification, hébergeur, hébergement, héberger, cliquer, clic, prototype, test, tests, tester, testeur, licence,
        paramètre, paramétrer, variable, octet, téraoctet, mégas, gigas, identifiant, terminal, plateforme, stockage,
        stocker, composant, bot, migration, migrer, automatiser, automatisation, JSON, XML, YAML, CSV, réseau, modèle,
        archiver, générer, générateur, intégration, réécrire, renommer, redémarrer, redémarrage, relancer, connexion,
        connecter, gestionnaire, navigateur, restaurer, restauration, infrastructure, programmer, programmation,
        programmeur, programmeuse, langage, administrateur, administratrice, prompt, maintenance, maintenir, mainteneur,
        incident, session, authentification, désactiver, activer, installer, installation, formulaire, Windows, Mac,
        site, page, support, planter, SSH, HTTP, URL, DNS, SSL, sonde, requête, lecture seule, build, builder, cloner,
        clone, pousser, fusionner, relecture, import, importer, exporter, projet, mise à jour, mettre à jour, mises à
        jour, licences, sécurité, hacker, pirate, pirater, attaquant, attaquante, chiffrer, chiffrement, certificat, mot
        de passe, mots de passe, compilateur, machine, machines, latence, cache, startup, start-up, écran, utilisateur,
        utilisatrice, fonction, classe, méthode, objet, ticket, sprint, produit, techno, technos, technologie,
        technique, techniquement, config, configuration, configurer, optimiser, débugger, scanner, scan, patch, patcher,
        npm, standard, licence libre, logiciel libre, libre, public, privé, interne, obsolète, exploiter, faille, CVE,
        Log4j, composants, graphique, tierce
    """,
}
_OURS = ("trade", "computing", "books")  # a podcast of the trade speaks of books, too

_TAKEN = {
    name: tuple(dict.fromkeys(" ".join(cue.split()) for cue in cues.split(","))) for name, cues in _REGISTERS.items()
}
REGISTERS = {
    **_TAKEN,
    "everyday": tuple(dict.fromkeys(cue for name, cues in _TAKEN.items() if name not in _OURS for cue in cues)),
}
"""The cues by the name of their register, as glossaries take them in: `@stage`; `@everyday` is all but ours."""
