"""A client in the token mode, with requests: its arguments are the site, an address and a password. Prints what it saw."""
import json
import sys

import requests

site, email, password = sys.argv[1:]
account = f"{site}/api/account"
client = requests.Session()


def post(path, body, token=None):
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return client.post(f"{account}/{path}", json=body, headers=headers, timeout=60)


def me(token):
    return client.get(f"{account}/me", headers={"authorization": f"Bearer {token}"}, timeout=60)


wrong = post("signin", {"email": email, "password": "Wrong-Pass-1!"})
signed_in = post("signin", {"email": email, "password": password}).json()
first = me(signed_in["access_token"])
renewed = post("refresh", {"refresh_token": signed_in["refresh_token"]}).json()
second = me(renewed["access_token"])
signed_out = post("signout", {"refresh_token": renewed["refresh_token"]})
late = post("refresh", {"refresh_token": renewed["refresh_token"]})

print(
    json.dumps(
        {
            "wrong": [wrong.status_code, wrong.headers["content-type"], wrong.json()["code"]],
            "mode": [signed_in["status"], signed_in["token_type"], signed_in["expires_in"]],
            "session_cookie": any("session" in cookie.name for cookie in client.cookies),
            "me": [first.status_code, second.status_code, second.json()["email"]],
            "rotated": renewed["refresh_token"] != signed_in["refresh_token"],
            "signed_out": signed_out.status_code,
            "late": [late.status_code, late.json()["code"]],
            "after": me(renewed["access_token"]).status_code,
        }
    )
)
