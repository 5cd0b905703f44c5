-- Removes the tables of the session limit, after its jar was taken out and while Keycloak is stopped. See
-- docs/operating.md, "Out". With the jar back, the next start makes them anew.
DROP TABLE IF EXISTS GATEHOUSE_PENDING_SIGN_IN;
DROP TABLE IF EXISTS GATEHOUSE_SIGN_IN_GATE;
DROP TABLE IF EXISTS DATABASECHANGELOG_GATEHOUSE_;
