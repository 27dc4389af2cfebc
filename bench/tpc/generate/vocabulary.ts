/** Words for descriptions and comments; queries search for some of them. */
export const WORDS = [
  ..."quick,quiet,bold,brave,calm,clever,early,even,final,fresh,ironic,late,local,loud,modern,narrow,new,old,patient,plain".split(
    ",",
  ),
  ..."pending,polite,proper,rapid,regular,rough,silent,slow,small,smooth,special,steady,strange,sure,thin,usual,warm,wide".split(
    ",",
  ),
  ..."accounts,answers,boats,bridges,customers,days,deposits,doors,fields,friends,gardens,houses,ideas,instructions,lakes".split(
    ",",
  ),
  ..."markets,members,offers,packages,papers,people,places,plans,ports,prices,requests,roads,rooms,schools,seas,tools,towns".split(
    ",",
  ),
  ..."above,across,after,against,along,among,before,behind,below,beside,between,beyond,during,near,over,past,through,under".split(
    ",",
  ),
  ..."arrive,ask,begin,build,carry,change,choose,count,find,follow,get,give,go,hold,keep,learn,leave,look,make,move".split(
    ",",
  ),
];

/** Some of the colors that both specifications use in names of parts and items. */
export const COLORS =
  "almond,antique,azure,beige,bisque,black,blanched,blue,blush,brown,burlywood,burnished,chartreuse,chocolate,coral,cornflower,cream,cyan,dark,deep,dim,drab,floral,forest,frosted,ghost,goldenrod,green,honeydew,hot,indian,ivory,khaki,lace,lavender,light,lime,linen,magenta,maroon,medium,midnight,mint,misty,moccasin,navajo,navy,olive,orange,orchid,pale,papaya,peach,peru,pink,plum,powder,puff,purple,red,rose,rosy,royal,saddle,salmon,sandy,seashell,sienna,sky,slate,smoke,snow,spring,steel,tan,thistle,tomato,turquoise,violet,wheat,white,yellow".split(
    ",",
  );

export const FIRST_NAMES =
  "Anna,Boris,Chen,Dora,Emil,Fatima,George,Hana,Ivan,Jane,Karl,Lucia,Mark,Nadia,Oscar,Paula,Quentin,Rosa,Sam,Tara,Ugo,Vera,Will,Xenia,Yusuf,Zoe".split(
    ",",
  );
export const LAST_NAMES =
  "Adams,Baker,Clark,Diaz,Evans,Fisher,Garcia,Hughes,Ito,Jones,Kelly,Lopez,Miller,Novak,Olsen,Perez,Quinn,Reed,Smith,Turner,Underwood,Vogel,White,Xu,Young,Ziegler".split(
    ",",
  );
export const STREETS =
  "Ash,Birch,Cedar,Church,Elm,First,Forest,Hill,Lake,Main,Maple,Oak,Park,Pine,River,Second,Spring,Sunset,Third,View".split(
    ",",
  );
