/** This package's version; also that of the Terraform provider it carries. A test holds it against package.json. */
export const packageVersion = "0.1.0";
