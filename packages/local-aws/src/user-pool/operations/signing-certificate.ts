/** GetSigningCertificate: returns the certificate for SAML requests. This pool sends no SAML requests. */
import { z } from "zod";
import { signingCertificate } from "../tokens/signing-certificate.js";
import { poolId } from "./fields.js";
import { operation } from "./operation.js";

export const getSigningCertificate = operation(
  "GetSigningCertificate",
  "signed",
  z.object({ UserPoolId: poolId }),
  ({ store }, { UserPoolId }) => {
    const { id: name, createdAt: issuedAt, keys } = store.pool(UserPoolId);
    return { Certificate: signingCertificate(keys.id, { name, issuedAt }).toString("base64") };
  },
);
