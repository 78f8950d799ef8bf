/** Written by scripts/instances.mjs, and read by instance-types.ts. */

/** The day on which the table was current. */
export const TABLE_DATE = '2026-08-02';

/** The Regions that the bits of a number of the table stand for, from the lowest. */
export const REGIONS =
  'af-south-1 ap-east-1 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2';

/**
 * A line for each family: its name, architecture and Regions, and its sizes, each with vCPUs, memory in GiB, and
 * features: `g` and the number of GPUs, `n` for NVMe disks, `m` for bare metal, `s` without Spot. Regions are a number
 * in base 36; those of one size follow an `@`.
 */
export const TABLE = `
a1 arm64 c7tqck medium:1:2 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 metal:16:32m
c1 x86_64 ezpbic medium:2:1.69921875 xlarge:8:7
c3 x86_64 ezpo5g large:2:3.75 xlarge:4:7.5 2xlarge:8:15 4xlarge:16:30 8xlarge:32:60
c4 x86_64 h88zi4 large:2:3.75 xlarge:4:7.5 2xlarge:8:15 4xlarge:16:30 8xlarge:36:60
c5 x86_64 hr9ywv large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 9xlarge:36:72 12xlarge:48:96 18xlarge:72:144 24xlarge:96:192 metal:96:192m
c5a x86_64 hjlqr3 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192
c5ad x86_64 d1vblt large:2:4n xlarge:4:8n 2xlarge:8:16n 4xlarge:16:32n 8xlarge:32:64n 12xlarge:48:96n 16xlarge:64:128n 24xlarge:96:192n
c5d x86_64 hr9slb large:2:4n xlarge:4:8n 2xlarge:8:16n 4xlarge:16:32n 9xlarge:36:72n 12xlarge:48:96n@hg1919 18xlarge:72:144n 24xlarge:96:192n@hg1919 metal:96:192nm@hg1919
c5n x86_64 hjlr5r large:2:5.25 xlarge:4:10.5 2xlarge:8:21 4xlarge:16:42 9xlarge:36:96 18xlarge:72:192 metal:72:192m
c6a x86_64 h88zja large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 32xlarge:128:256 48xlarge:192:384 metal:192:384m
c6g arm64 hra0hr medium:1:2 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 metal:64:128m
c6gd arm64 h9po71 medium:1:2n large:2:4n xlarge:4:8n 2xlarge:8:16n 4xlarge:16:32n 8xlarge:32:64n 12xlarge:48:96n 16xlarge:64:128n metal:64:128nm
c6gn arm64 hm3vem medium:1:2 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128
c6i x86_64 hm3v27 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 32xlarge:128:256 metal:128:256m
c6id x86_64 cw9cwc large:2:4n xlarge:4:8n 2xlarge:8:16n 4xlarge:16:32n 8xlarge:32:64n 12xlarge:48:96n 16xlarge:64:128n 24xlarge:96:192n 32xlarge:128:256n metal:128:256nm
c6in x86_64 hra0hr large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 32xlarge:128:256 metal:128:256m
c7a x86_64 gogq6c medium:1:2 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 32xlarge:128:256 48xlarge:192:384 metal-48xl:192:384m
c7g arm64 hma70f medium:1:2 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 metal:64:128m
c7gd arm64 h9pprw medium:1:2n large:2:4n xlarge:4:8n 2xlarge:8:16n 4xlarge:16:32n 8xlarge:32:64n 12xlarge:48:96n 16xlarge:64:128n metal:64:128nm
c7gn arm64 c7tddw medium:1:2 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 metal:64:128m
c7i x86_64 hhaf3z large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 48xlarge:192:384 metal-24xl:96:192m metal-48xl:192:384m
c7i-flex x86_64 h9siy7 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128
c8a x86_64 c7zcas medium:1:2 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 48xlarge:192:384 metal-24xl:96:192m metal-48xl:192:384m
c8g arm64 hcamf3 medium:1:2 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 48xlarge:192:384 metal-24xl:96:192m metal-48xl:192:384m
c8gb arm64 9zlds0 medium:1:2 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 48xlarge:192:384 metal-24xl:96:192m@13ydj4 metal-48xl:192:384m@13ydj4
c8gd arm64 csl538 medium:1:2n large:2:4n xlarge:4:8n 2xlarge:8:16n 4xlarge:16:32n 8xlarge:32:64n 12xlarge:48:96n 16xlarge:64:128n 24xlarge:96:192n 48xlarge:192:384n metal-24xl:96:192nm metal-48xl:192:384nm
c8gn arm64 hdjkkv medium:1:2 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 48xlarge:192:384 metal-24xl:96:192m@13ydj4 metal-48xl:192:384m@13ydj4
c8i x86_64 h9p04t large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 32xlarge:128:256 48xlarge:192:384 96xlarge:384:768 metal-48xl:192:384m metal-96xl:384:768m
c8i-flex x86_64 h9nlkd large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128
c8ib x86_64 9zlds0 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 32xlarge:128:256 48xlarge:192:384 96xlarge:384:768 metal-48xl:192:384m@13ydj4 metal-96xl:384:768m@13ydj4
c8id x86_64 c7pick large:2:4n xlarge:4:8n 2xlarge:8:16n 4xlarge:16:32n 8xlarge:32:64n 12xlarge:48:96n 16xlarge:64:128n 24xlarge:96:192n 32xlarge:128:256n 48xlarge:192:384n 96xlarge:384:768n metal-48xl:192:384nm metal-96xl:384:768nm
c8in x86_64 c7ze6c large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 32xlarge:128:256 48xlarge:192:384 96xlarge:384:768 metal-48xl:192:384m@9zlds4 metal-96xl:384:768m@9zlds4
c8ine x86_64 9zlqf8 large:2:4s xlarge:4:8s 2xlarge:8:16s 4xlarge:16:32s 8xlarge:32:64s 12xlarge:48:96s
c9g arm64 c7ihhc medium:1:2 large:2:4 xlarge:4:8 2xlarge:8:16 4xlarge:16:32 8xlarge:32:64 12xlarge:48:96 16xlarge:64:128 24xlarge:96:192 48xlarge:192:384 metal-48xl:192:384m
c9gd arm64 c7ihhc medium:1:2n large:2:4n xlarge:4:8n 2xlarge:8:16n 4xlarge:16:32n 8xlarge:32:64n 12xlarge:48:96n 16xlarge:64:128n 24xlarge:96:192n 48xlarge:192:384n metal-48xl:192:384nm
d2 x86_64 gzmjzz xlarge:4:30.5 2xlarge:8:61 4xlarge:16:122 8xlarge:36:244
d3 x86_64 cc7uec xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n
d3en x86_64 9zwzno xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 6xlarge:24:96n 8xlarge:32:128n 12xlarge:48:192n
dl2q x86_64 8vncw0 24xlarge:96:768
f2 x86_64 a08avg 6xlarge:24:256n 12xlarge:48:512n 48xlarge:192:2048n
g4ad x86_64 c8ga9w xlarge:4:16g1n 2xlarge:8:32g1n 4xlarge:16:64g1n 8xlarge:32:128g2n 16xlarge:64:256g4n
g4dn x86_64 hjlqrj xlarge:4:16g1n 2xlarge:8:32g1n 4xlarge:16:64g1n 8xlarge:32:128g1n 12xlarge:48:192g4n 16xlarge:64:256g1n metal:96:384g8nm
g5 x86_64 d1d5pq xlarge:4:16g1n 2xlarge:8:32g1n 4xlarge:16:64g1n 8xlarge:32:128g1n 12xlarge:48:192g4n 16xlarge:64:256g1n 24xlarge:96:384g4n 48xlarge:192:768g8n
g5g arm64 9zrcss xlarge:4:8g1 2xlarge:8:16g1 4xlarge:16:32g1 8xlarge:32:64g1 16xlarge:64:128g2 metal:64:128g2m@9zrd70
g6 x86_64 cykrak xlarge:4:16g1n 2xlarge:8:32g1n 4xlarge:16:64g1n 8xlarge:32:128g1n 12xlarge:48:192g4n 16xlarge:64:256g1n 24xlarge:96:384g4n 48xlarge:192:768g8n
g6e x86_64 ccpb3w xlarge:4:32g1n 2xlarge:8:64g1n 4xlarge:16:128g1n 8xlarge:32:256g1n 12xlarge:48:384g4n 16xlarge:64:512g1n 24xlarge:96:768g4n 48xlarge:192:1536g8n
g6f x86_64 csb9kc large:2:8g?n xlarge:4:16g?n 2xlarge:8:32g?n 4xlarge:16:64g?n
g7 x86_64 c7i4u8 2xlarge:8:32g1n 4xlarge:16:64g1n 8xlarge:32:128g1n 12xlarge:48:192g2n 24xlarge:96:384g4n 48xlarge:192:768g8n
g7e x86_64 c8bzfw 2xlarge:8:64g1n 4xlarge:16:128g1n 8xlarge:32:256g1n 12xlarge:48:512g2n 24xlarge:96:1024g4n 48xlarge:192:2048g8n
gr6 x86_64 ctkylo 4xlarge:16:128g1n 8xlarge:32:256g1n
gr6f x86_64 csb9kc 4xlarge:16:128g?n
h1 x86_64 c7tdds 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 16xlarge:64:256
hpc6a x86_64 27y5xc 48xlarge:96:384s
hpc6id x86_64 2973sw 32xlarge:64:1024ns
hpc7a x86_64 29iccg 12xlarge:24:768s 24xlarge:48:768s 48xlarge:96:768s 96xlarge:192:768s
hpc7g arm64 149m2s 4xlarge:16:128s 8xlarge:32:128s 16xlarge:64:128s
hpc8a x86_64 27y5ms 96xlarge:192:768s
i2 x86_64 gnn8h8 xlarge:4:30.5 2xlarge:8:61 4xlarge:16:122 8xlarge:32:244
i3 x86_64 hr9slb large:2:15.25n xlarge:4:30.5n 2xlarge:8:61n 4xlarge:16:122n 8xlarge:32:244n 16xlarge:64:488n
i3en x86_64 hra0hr large:2:16n xlarge:4:32n 2xlarge:8:64n 3xlarge:12:96n 6xlarge:24:192n 12xlarge:48:384n 24xlarge:96:768n metal:96:768nm
i4g arm64 crsnls large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 16xlarge:64:512n
i4i x86_64 hra0hr large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n@horxtr 16xlarge:64:512n 24xlarge:96:768n@horxtr 32xlarge:128:1024n metal:128:1024nm
i7i x86_64 hesirj large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n 24xlarge:96:768n 48xlarge:192:1536n metal-24xl:96:768nm metal-48xl:192:1536nm
i7ie x86_64 h9sq27 large:2:16n xlarge:4:32n 2xlarge:8:64n 3xlarge:12:96n 6xlarge:24:192n 12xlarge:48:384n 18xlarge:72:576n 24xlarge:96:768n 48xlarge:192:1536n metal-24xl:96:768nm metal-48xl:192:1536nm
i8g arm64 csmi7w large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n 24xlarge:96:768n 48xlarge:192:1536n@csm5ks metal-24xl:96:768nm metal-48xl:192:1536nm@cs014s
i8ge arm64 c9qoxa large:2:16n xlarge:4:32n 2xlarge:8:64n 3xlarge:12:96n 6xlarge:24:192n 12xlarge:48:384n 18xlarge:72:576n 24xlarge:96:768n 48xlarge:192:1536n metal-24xl:96:768nm metal-48xl:192:1536nm
im4gn arm64 c9xo6c large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 16xlarge:64:256n
inf1 x86_64 hjlqr3 xlarge:4:8 2xlarge:8:16@hjlqr2 6xlarge:24:48@hjlqr2 24xlarge:96:192
inf2 x86_64 ctpqxw xlarge:4:16@ctpqy4 8xlarge:32:128 24xlarge:96:384 48xlarge:192:768
is4gen arm64 c9p8ro medium:1:6n large:2:12n xlarge:4:24n 2xlarge:8:48n 4xlarge:16:96n 8xlarge:32:192n
m1 x86_64 ezpbic small:1:1.69921875 medium:1:3.69921875 large:2:7.5 xlarge:4:15
m2 x86_64 ezpbic xlarge:2:17.099609375 2xlarge:4:34.19921875 4xlarge:8:68.3994140625
m3 x86_64 ezpo5g medium:1:3.75 large:2:7.5 xlarge:4:15 2xlarge:8:30
m4 x86_64 h88zi4 large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 10xlarge:40:160@h88zho 16xlarge:64:256
m5 x86_64 hr9ywv large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 metal:96:384m
m5a x86_64 h9kqss large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384
m5ad x86_64 h9hxnw large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n 24xlarge:96:384n
m5d x86_64 hr9ywv large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n 24xlarge:96:384n metal:96:384nm
m5dn x86_64 c7tq4k large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n 24xlarge:96:384n metal:96:384nm
m5n x86_64 c7tq4k large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 metal:96:384m@c7ihl0
m5zn x86_64 h7mf7w large:2:8 xlarge:4:16 2xlarge:8:32 3xlarge:12:48 6xlarge:24:96 12xlarge:48:192 metal:48:192m
m6a x86_64 h9kquc large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 32xlarge:128:512 48xlarge:192:768 metal:192:768m
m6g arm64 hra0hr medium:1:4 large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 metal:64:256m
m6gd arm64 hra0hr medium:1:4n large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n metal:64:256nm
m6i x86_64 hr4dfj large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 32xlarge:128:512 metal:128:512m
m6id x86_64 hb08fg large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n 24xlarge:96:384n 32xlarge:128:512n metal:128:512nm
m6idn x86_64 h8gpnw large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n 24xlarge:96:384n 32xlarge:128:512n metal:128:512nm
m6in x86_64 h8gpnw large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 32xlarge:128:512 metal:128:512m
m7a x86_64 c8n85g medium:1:4 large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 32xlarge:128:512 48xlarge:192:768 metal-48xl:192:768m
m7g arm64 hr711b medium:1:4 large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 metal:64:256m
m7gd arm64 he28j0 medium:1:4n large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n metal:64:256nm
m7i x86_64 hha8sf large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 48xlarge:192:768 metal-24xl:96:384m metal-48xl:192:768m
m7i-flex x86_64 h9p1by large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192@h9p0xq 16xlarge:64:256@h9p0xq
m8a x86_64 c7zcdg medium:1:4 large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 48xlarge:192:768 metal-24xl:96:384m metal-48xl:192:768m
m8azn x86_64 c7tq10 medium:1:4 large:2:8 xlarge:4:16 3xlarge:12:48 6xlarge:24:96 12xlarge:48:192 24xlarge:96:384 metal-12xl:48:192m metal-24xl:96:384m
m8g arm64 hos45b medium:1:4 large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 48xlarge:192:768 metal-24xl:96:384m metal-48xl:192:768m
m8gb arm64 9zwmbk medium:1:4 large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 48xlarge:192:768 metal-24xl:96:384m@13ydj4 metal-48xl:192:768m@13ydj4
m8gd arm64 ctu3ac medium:1:4n large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n 24xlarge:96:384n 48xlarge:192:768n metal-24xl:96:384nm metal-48xl:192:768nm
m8gn arm64 9zwmbk medium:1:4 large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 48xlarge:192:768 metal-24xl:96:384m@13ydj4 metal-48xl:192:768m@13ydj4
m8i x86_64 h9nlkd large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 32xlarge:128:512 48xlarge:192:768 96xlarge:384:1536 metal-48xl:192:768m metal-96xl:384:1536m
m8i-flex x86_64 h9nlkd large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256
m8ib x86_64 c7yzno large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 32xlarge:128:512 48xlarge:192:768 96xlarge:384:1536 metal-48xl:192:768m@13ydj4 metal-96xl:384:1536m@13ydj4
m8id x86_64 c8n7yc large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n 24xlarge:96:384n 32xlarge:128:512n 48xlarge:192:768n 96xlarge:384:1536n metal-48xl:192:768nm metal-96xl:384:1536nm
m8idb x86_64 c7yzno large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n 24xlarge:96:384n 32xlarge:128:512n 48xlarge:192:768n 96xlarge:384:1536n metal-48xl:192:768nm@13ydj4 metal-96xl:384:1536nm@13ydj4
m8idn x86_64 c7yzno large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n 24xlarge:96:384n 32xlarge:128:512n 48xlarge:192:768n 96xlarge:384:1536n metal-48xl:192:768nm@13ydj4 metal-96xl:384:1536nm@13ydj4
m8in x86_64 c7yzno large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 32xlarge:128:512 48xlarge:192:768 96xlarge:384:1536 metal-48xl:192:768m@13ydj4 metal-96xl:384:1536m@13ydj4
m8ine x86_64 9zlds0 large:2:8s xlarge:4:16s 2xlarge:8:32s 4xlarge:16:64s 8xlarge:32:128s 12xlarge:48:192s
m9g arm64 c7ihhc medium:1:4 large:2:8 xlarge:4:16 2xlarge:8:32 4xlarge:16:64 8xlarge:32:128 12xlarge:48:192 16xlarge:64:256 24xlarge:96:384 48xlarge:192:768 metal-48xl:192:768m
m9gd arm64 c7ihhc medium:1:4n large:2:8n xlarge:4:16n 2xlarge:8:32n 4xlarge:16:64n 8xlarge:32:128n 12xlarge:48:192n 16xlarge:64:256n 24xlarge:96:384n 48xlarge:192:768n metal-48xl:192:768nm
mac-m3ultra arm64_mac 9zlds0 metal:28:256ms
mac-m4 arm64_mac c7tq80 metal:10:24nms
mac-m4max arm64_mac 9zlds0 metal:16:128ms
mac-m4pro arm64_mac c7i4u8 metal:14:48nms
mac1 x86_64_mac c8hm0c metal:12:32ms
mac2 arm64_mac c7tdhc metal:8:16ms
mac2-m1ultra arm64_mac 9zlds0 metal:20:128ms
mac2-m2 arm64_mac c7iku8 metal:8:24ms
mac2-m2pro arm64_mac c7i51c metal:12:32ms
p3dn x86_64 9zwmbo 24xlarge:96:768g8n
p4d x86_64 csgvu4 24xlarge:96:1152g8n
p4de x86_64 a23mv8 24xlarge:96:1152g8n
p5 x86_64 cs3tb8 4xlarge:16:256g1n 48xlarge:192:2048g8n@h7yt64
p5e x86_64 bo6ubk 48xlarge:192:2048g8n
p5en x86_64 gsigx8 48xlarge:192:2048g8n
p6-b200 x86_64 c7i4v4 48xlarge:192:2048g8n
p6-b300 x86_64 9zlds0 48xlarge:192:4096g8n
r3 x86_64 h7mf8s large:2:15 xlarge:4:30.5 2xlarge:8:61 4xlarge:16:122 8xlarge:32:244
r4 x86_64 h9hxoc large:2:15.25 xlarge:4:30.5 2xlarge:8:61 4xlarge:16:122 8xlarge:32:244 16xlarge:64:488
r5 x86_64 hr9ywv large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 metal:96:768m
r5a x86_64 h9kqss large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768
r5ad x86_64 h9hxnw large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n 24xlarge:96:768n
r5b x86_64 csjp1o large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 metal:96:768m
r5d x86_64 hr9slb large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n 24xlarge:96:768n metal:96:768nm
r5dn x86_64 c96w7h large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n 24xlarge:96:768n metal:96:768nm
r5n x86_64 h9m5db large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 metal:96:768m
r6a x86_64 go9sro large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 32xlarge:128:1024 48xlarge:192:1536 metal:192:1536m
r6g arm64 hra0hr medium:1:8 large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 metal:64:512m
r6gd arm64 h9po71 medium:1:8n large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n metal:64:512nm
r6i x86_64 hr4d1b large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 32xlarge:128:1024 metal:128:1024m
r6id x86_64 cb3xyl large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n 24xlarge:96:768n 32xlarge:128:1024n metal:128:1024nm
r6idn x86_64 c94684 large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n 24xlarge:96:768n 32xlarge:128:1024n metal:128:1024nm
r6in x86_64 c94684 large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 32xlarge:128:1024 metal:128:1024m
r7a x86_64 c80qx0 medium:1:8 large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 32xlarge:128:1024 48xlarge:192:1536 metal-48xl:192:1536m
r7g arm64 hra0hr medium:1:8 large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 metal:64:512m
r7gd arm64 hh9fjz medium:1:8n large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n metal:64:512nm
r7i x86_64 h9rugs large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 48xlarge:192:1536 metal-24xl:96:768m metal-48xl:192:1536m
r7iz x86_64 c7tq10 large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 32xlarge:128:1024 metal-16xl:64:512m metal-32xl:128:1024m
r8a x86_64 c7zcas medium:1:8 large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 48xlarge:192:1536 metal-24xl:96:768m metal-48xl:192:1536m
r8g arm64 hesirj medium:1:8 large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 48xlarge:192:1536 metal-24xl:96:768m metal-48xl:192:1536m
r8gb arm64 9zlds0 medium:1:8 large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 48xlarge:192:1536 metal-24xl:96:768m@13ydj4 metal-48xl:192:1536m@13ydj4
r8gd arm64 h9s0qn medium:1:8n large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n 24xlarge:96:768n 48xlarge:192:1536n metal-24xl:96:768nm metal-48xl:192:1536nm
r8gn arm64 9zlds0 medium:1:8 large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 48xlarge:192:1536 metal-24xl:96:768m@13ydj4 metal-48xl:192:1536m@13ydj4
r8i x86_64 hepi3x large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 32xlarge:128:1024 48xlarge:192:1536 96xlarge:384:3072 metal-48xl:192:1536m metal-96xl:384:3072m
r8i-flex x86_64 h9ppf1 large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512
r8ib x86_64 c7zcas large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 32xlarge:128:1024 48xlarge:192:1536 96xlarge:384:3072 metal-48xl:192:1536m@13ydj4 metal-96xl:384:3072m@13ydj4
r8id x86_64 c8akuc large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n 24xlarge:96:768n 32xlarge:128:1024n 48xlarge:192:1536n 96xlarge:384:3072n metal-48xl:192:1536nm metal-96xl:384:3072nm
r8idb x86_64 c7zcas large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n 24xlarge:96:768n 32xlarge:128:1024n 48xlarge:192:1536n 96xlarge:384:3072n metal-48xl:192:1536nm@13ydj4 metal-96xl:384:3072nm@13ydj4
r8idn x86_64 c7zcas large:2:16n xlarge:4:32n 2xlarge:8:64n 4xlarge:16:128n 8xlarge:32:256n 12xlarge:48:384n 16xlarge:64:512n 24xlarge:96:768n 32xlarge:128:1024n 48xlarge:192:1536n 96xlarge:384:3072n metal-48xl:192:1536nm@13ydj4 metal-96xl:384:3072nm@13ydj4
r8in x86_64 c7zcas large:2:16 xlarge:4:32 2xlarge:8:64 4xlarge:16:128 8xlarge:32:256 12xlarge:48:384 16xlarge:64:512 24xlarge:96:768 32xlarge:128:1024 48xlarge:192:1536 96xlarge:384:3072 metal-48xl:192:1536m@13ydj4 metal-96xl:384:3072m@13ydj4
t1 x86_64 ezpbic micro:1:0.6123046875
t2 x86_64 h9hxoc nano:1:0.5s micro:1:1 small:1:2 medium:2:4 large:2:8 xlarge:4:16 2xlarge:8:32
t3 x86_64 hma7sv nano:2:0.5 micro:2:1 small:2:2 medium:2:4 large:2:8 xlarge:4:16 2xlarge:8:32
t3a x86_64 hc2n58 nano:2:0.5 micro:2:1 small:2:2 medium:2:4 large:2:8 xlarge:4:16 2xlarge:8:32
t4g arm64 hma7sv nano:2:0.5 micro:2:1 small:2:2 medium:2:4 large:2:8 xlarge:4:16 2xlarge:8:32
trn1 x86_64 c7i4u8 2xlarge:8:32n 32xlarge:128:512n@c7i5uo
trn1n x86_64 c7i4u8 32xlarge:128:512n
trn2 x86_64 jz7k0 3xlarge:12:128n 48xlarge:192:2048n@27wr28
u-3tb1 x86_64 ct5gue 56xlarge:224:3072s
u-6tb1 x86_64 cwgvlp 56xlarge:224:6144s 112xlarge:448:6144s
u7i-12tb x86_64 ctcelk 224xlarge:896:12288s
u7i-6tb x86_64 ctsp9o 112xlarge:448:6144s
u7i-8tb x86_64 cttaso 112xlarge:448:8192s
u7in-16tb x86_64 ctocdk 224xlarge:896:16384s
u7in-24tb x86_64 c942rs 224xlarge:896:24576s
u7in-32tb x86_64 9zlds0 224xlarge:896:32768s
vt1 x86_64 9zwmbo 3xlarge:12:24 6xlarge:24:48 24xlarge:96:192
x1 x86_64 ctofjz 16xlarge:64:976 32xlarge:128:1952
x1e x86_64 crt0al xlarge:4:122 2xlarge:8:244 4xlarge:16:488 8xlarge:32:976 16xlarge:64:1952 32xlarge:128:3904
x2gd arm64 c7tdds medium:1:16n large:2:32n xlarge:4:64n 2xlarge:8:128n 4xlarge:16:256n 8xlarge:32:512n 12xlarge:48:768n 16xlarge:64:1024n metal:64:1024nm
x2idn x86_64 hr9u65 16xlarge:64:1024n 24xlarge:96:1536n 32xlarge:128:2048n metal:128:2048nm
x2iedn x86_64 h9siyl xlarge:4:128n 2xlarge:8:256n 4xlarge:16:512n 8xlarge:32:1024n 16xlarge:64:2048n 24xlarge:96:3072n 32xlarge:128:4096n metal:128:4096nm
x2iezn x86_64 a4wf0k 2xlarge:8:256 4xlarge:16:512 6xlarge:24:768 8xlarge:32:1024 12xlarge:48:1536 metal:48:1536m
x8aedz x86_64 8vzne4 large:2:64n xlarge:4:128n 3xlarge:12:384n 6xlarge:24:768n 12xlarge:48:1536n 24xlarge:96:3072n metal-12xl:48:1536nm metal-24xl:96:3072nm
x8g arm64 c7v4sg medium:1:16 large:2:32 xlarge:4:64 2xlarge:8:128 4xlarge:16:256 8xlarge:32:512 12xlarge:48:768 16xlarge:64:1024 24xlarge:96:1536 48xlarge:192:3072 metal-24xl:96:1536m metal-48xl:192:3072m
x8i x86_64 c944oc large:2:32 xlarge:4:64 2xlarge:8:128 4xlarge:16:256 8xlarge:32:512 12xlarge:48:768 16xlarge:64:1024 24xlarge:96:1536 32xlarge:128:2048 48xlarge:192:3072 64xlarge:256:4096 96xlarge:384:6144 metal-48xl:192:3072m metal-96xl:384:6144m
z1d x86_64 go9pkc large:2:16n xlarge:4:32n 2xlarge:8:64n 3xlarge:12:96n 6xlarge:24:192n 12xlarge:48:384n metal:48:384nm
`;
